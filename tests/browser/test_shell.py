"""The shell and the components in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_accessible, assert_fits


@pytest.mark.parametrize("width", [1440, 1366, 390])
def test_the_style_guide_is_accessible_at_every_width(style_guide: Page, width: int) -> None:
    page = style_guide
    page.set_viewport_size({"width": width, "height": 900})
    assert_fits(page)
    assert_accessible(page)


def test_single_keys_stay_out_of_fields(style_guide: Page) -> None:
    """`/` goes to the search; the same key typed there is a letter, and so are j, k, x and ?."""
    page = style_guide
    note = page.locator("#id_note")
    note.fill("")
    note.press_sequentially("jkx/?dn")
    expect(note).to_have_value("jkx/?dn")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/styleguide/")


def test_the_sheet_of_keys_opens_and_closes_by_key(style_guide: Page) -> None:
    page = style_guide
    page.locator("body").press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_a_dialog_keeps_the_focus_inside_and_gives_it_back(style_guide: Page) -> None:
    page = style_guide
    opener = page.get_by_role("button", name="派单", exact=True)
    opener.click()
    dialog = page.locator("#specimen")
    expect(dialog).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#specimen')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_clock_ticks_without_moving_its_neighbours(style_guide: Page) -> None:
    page = style_guide
    page.clock.install()
    page.reload()
    chip = page.locator("sla-clock.sw-clock[data-state=ok]").first
    before, box = chip.inner_text(), chip.bounding_box()
    page.clock.fast_forward("05:00")
    expect(chip).not_to_have_text(before)
    assert chip.bounding_box() == box


def test_a_clock_turns_late_by_itself(style_guide: Page) -> None:
    page = style_guide
    page.clock.install()
    page.reload()
    chip = page.locator("sla-clock.sw-clock[data-state=warn]").first.element_handle()
    page.clock.fast_forward("01:00:00")
    assert chip is not None
    assert chip.get_attribute("data-state") == "late"
    assert "超时" in chip.inner_text()


def test_the_chart_is_drawn_from_its_table_and_the_table_can_be_seen(style_guide: Page) -> None:
    page = style_guide
    expect(page.locator("chart-box canvas")).to_be_visible()
    page.get_by_role("button", name="看表格").click()
    expect(page.locator("chart-box canvas")).to_be_hidden()
    expect(page.locator("chart-box table")).to_be_visible()


def test_a_draft_survives_a_reload(style_guide: Page) -> None:
    page = style_guide
    page.get_by_role("button", name="派单", exact=True).click()
    page.locator("#specimen textarea").fill("客户称昨日中午起断网")
    expect(page.locator("#specimen [data-draft-note]")).to_contain_text("已保存")
    page.reload()
    page.get_by_role("button", name="派单", exact=True).click()
    expect(page.locator("#specimen textarea")).to_have_value("客户称昨日中午起断网")
