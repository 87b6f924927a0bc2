"""快速求助 by keyboard from any page, and the department's inbox, at a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org.actions import set_contact
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.factories.cases import a_case
from tests.world import BEGAN, World, build


@pytest.fixture
def world(transactional_db: None) -> World:
    from shouwen.platform.policies.actions import install_presets

    install_presets()
    made = build()
    for role, who in (("A", "0112"), ("B", "0113")):
        set_contact(made.units["QC-NET"], "光缆", role, made.staff[who], by=SYSTEM, at=BEGAN)
    return made


def test_a_question_is_asked_in_seconds_and_a_call_written_down(
    page: Page, sign_in: SignIn, world: World
) -> None:
    sign_in(world.account("0101"))
    page.goto("/cases/")
    page.keyboard.press("q")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    page.locator("#id_text").fill("光缆断了吗")
    page.keyboard.press("Alt+w")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()
    asked = Request.objects.get()
    assert (asked.waiting, asked.person_id) == (True, world.staff["0112"])
    page.keyboard.press("q")
    page.locator("#id_text").fill("割接几点结束")
    page.keyboard.press("Alt+p")
    page.locator("[name=reply]").fill("五点")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()
    assert Request.objects.filter(made_by="phone", outcome="answered").count() == 1


def test_the_inbox_fits_and_accepts_in_one_click(page: Page, sign_in: SignIn, world: World) -> None:
    at, front = timezone.now(), world.actor("0101")
    sent = a_case(front, at=at - timedelta(hours=3))
    cases.dispatch(sent.pk, unit_id=world.units["QC-NET"], by=front, at=at - timedelta(hours=2))
    sign_in(world.account("0112"))
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/inbox/")
        assert_fits(page)
        assert_accessible(page)
    page.locator(f"#case-{sent.pk} button").first.click()
    expect(page.locator("a[href*='tab=to_accept'] .sw-count")).to_have_text("0")
