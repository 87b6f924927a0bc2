"""Asking a department, its inbox, and the time held: usable by everybody, at a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.asks.models import Request
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.factories.asks import a_request
from tests.factories.cases import a_case
from tests.world import World, build


@pytest.fixture
def world(transactional_db: None) -> World:
    from shouwen.platform.policies.actions import install_presets

    install_presets()
    return build()


def test_a_question_is_asked_by_keyboard_and_answered_in_the_inbox(
    page: Page, sign_in: SignIn, world: World
) -> None:
    case = a_case(world.actor("0101"), at=timezone.now() - timedelta(hours=1))
    sign_in(world.account("0101"))
    page.goto(f"/cases/{case.pk}/")
    page.keyboard.press("q")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("textbox").first.fill("主干是否中断？")
    dialog.locator("input[name=unit_id]").fill("网络维护部 (QC-NET)")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#requests")).to_contain_text("主干是否中断？")
    assert_accessible(page)
    sign_in(world.account("0112"))
    page.goto("/asks/")
    assert_accessible(page)
    page.get_by_role("button", name="签收").first.click()
    expect(page.locator("#list")).not_to_contain_text("主干是否中断？")
    request = Request.objects.get()
    page.goto(f"/asks/{request.pk}/")
    page.get_by_role("button", name="答复").first.click()
    page.get_by_role("dialog").get_by_role("textbox").fill("两小时内恢复")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#request")).to_contain_text("两小时内恢复")
    assert_accessible(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_fit(page: Page, sign_in: SignIn, world: World, width: int) -> None:
    case = a_case(world.actor("0101"), at=timezone.now() - timedelta(hours=1))
    asked = a_request(case, world, at=timezone.now() - timedelta(minutes=30))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(world.administrator)
    for address in ("/asks/", f"/asks/{asked.pk}/", "/blame/", "/blame/matters/"):
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)
