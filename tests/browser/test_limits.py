"""时限与升级 in a real browser: accessible at every width, worked by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from shouwen.platform.clocks.models import Limit
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.world import World


def place() -> str:
    limit = Limit.objects.get(
        kind="resolution", basis="internal", statistic="max", match={"kind": "fault_report"}
    )
    return f"/limits/cable_cn/{limit.rank}/"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_limits_are_accessible(
    page: Page, live_server: LiveServer, town: World, sign_in: SignIn, width: int
) -> None:
    sign_in(town.administrator)
    page.set_viewport_size({"width": width, "height": 900})
    for address in (
        f"{place()}?try=2025-10-09T12:00",
        "/limits/install/",
        "/limits/cable_cn/new/",
        "/ladders/repair/1/",
        "/limits/replay/?policy=cable_cn",
    ):
        page.goto(live_server.url + address)
        assert_fits(page)
        assert_accessible(page)


def test_a_rule_is_changed_without_a_mouse(
    page: Page, live_server: LiveServer, town: World, sign_in: SignIn
) -> None:
    sign_in(town.administrator)
    page.goto(live_server.url + place())
    amount = page.locator("#id_amount")
    amount.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    page.get_by_role("button", name="预览影响").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#effect")).to_contain_text("在办时钟")
    expect(amount).to_have_value("12")
    page.get_by_role("button", name="存为新版本").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/limits/cable_cn/**")
    expect(page.get_by_text("待生效")).to_be_visible()
