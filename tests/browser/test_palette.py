"""Ctrl+K: whatever the page can do, pages by initials, cases by a tail; by keyboard alone."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.world import World


def test_everything_is_reached_by_keyboard_alone(page: Page, sign_in: SignIn, town: World) -> None:
    case = a_case(town.actor("0101"), at=timezone.now(), title="宽带无法上网")
    sign_in(town.account("0101"))
    page.goto("/cases/")
    palette, field = page.locator("#palette"), page.get_by_role("combobox")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    assert_accessible(page)
    keys = palette.locator("[data-group=here] kbd")
    assert {"/", "N", "Q"} <= set(keys.all_text_contents())
    field.press_sequentially("kshs")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    field.press_sequentially(case.number)
    expect(palette.locator(f"[data-href='/cases/{case.pk}/']")).to_have_attribute(
        "aria-selected", "true"
    )
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/cases/{case.pk}/$"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("Control+k")
    field.press_sequentially("ks")  # 快速求助 by its initials
    assert_fits(page)
    quick = palette.locator("[aria-selected=true]", has=page.locator("kbd", has_text="Q"))
    expect(quick).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#quick-place dialog")).to_be_visible()
    expect(palette).to_be_hidden()


def test_a_key_pressed_right_after_opening_is_kept(
    page: Page, sign_in: SignIn, town: World
) -> None:
    case = a_case(town.actor("0101"), at=timezone.now(), title="宽带无法上网")
    sign_in(town.account("0101"))
    page.goto("/cases/")
    page.evaluate(
        """number => {
            document.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyK", ctrlKey: true }));
            const field = document.querySelector("#palette input");
            field.value = number;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        case.number,
    )
    found = page.locator(f"#palette [data-href='/cases/{case.pk}/']")
    expect(found).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_have_value(case.number)
