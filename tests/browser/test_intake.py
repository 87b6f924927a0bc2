"""The front desk by keyboard alone, within the budgets of an experienced agent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.domains.intake import specs, typetree
from shouwen.kernel.actor import SYSTEM
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.world import World

PHONE = "10012345678"


@pytest.fixture
def caller(town: World) -> Customer:
    made = customers.register(
        name="何小满", phone=PHONE, address="东河县人民路8号", by=SYSTEM, at=timezone.now()
    )
    customers.add_account(
        made.pk,
        number="08010000001",
        address="东河县人民路8号",
        product="融合套餐",
        grid_unit_id=town.units["DH-01-G1"],
    )
    return made


@pytest.fixture
def desk(page: Page, sign_in: SignIn, town: World, caller: Customer) -> Page:
    """The front desk of 话小满, ready for the next call."""
    sign_in(town.account("0101"))
    page.goto("/intake/")
    return page


class Keys:
    """Counts what is pressed; text is typed into whatever has the focus and costs nothing."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> Keys:
        self.page.keyboard.press(key)
        self.pressed += 1
        return self

    def text(self, words: str) -> Keys:
        self.page.keyboard.insert_text(words)
        return self


def _find(desk: Page, keys: Keys, who: str = PHONE) -> None:
    keys.text(who).press("Enter")
    desk.locator(".sw-facts").wait_for()
    desk.wait_for_function("document.activeElement.id === 'f-title'")


def test_a_consultation_is_settled_within_six_keys(desk: Page, caller: Customer) -> None:
    keys = Keys(desk)
    _find(desk, keys)
    keys.text("咨询融合套餐换档后月费怎么算").press("Alt+A").text(
        "已说明月费与合约期，客户清楚"
    ).press("F8")
    desk.locator(".sw-toast").wait_for()
    case = Case.objects.get()
    assert (case.state, case.kind, case.customer_id) == (
        CaseState.CLOSED,
        "consultation",
        caller.pk,
    )
    assert keys.pressed <= 6


def test_a_fault_report_goes_out_by_keyboard_alone(desk: Page, town: World) -> None:
    keys = Keys(desk)
    _find(desk, keys)
    keys.text("宽带无法上网，光猫红灯闪烁").press("Alt+K").press("ArrowRight").press("ArrowRight")
    keys.press("Tab").press("Tab").text("昨晚起断网，已重启无效")
    for _ in range(5):
        keys.press("Tab")
    keys.text("东河城关一网格 (DH-01-G1)").press("Control+Enter")
    desk.wait_for_url("**/cases/**")
    case = Case.objects.get()
    assert (case.kind, case.state) == ("fault_report", CaseState.DISPATCHED)
    assert case.handler_unit_id == town.units["DH-01-G1"]


def test_a_second_call_becomes_an_urge_in_two_keys(
    desk: Page, town: World, caller: Customer
) -> None:
    at = timezone.now() - timedelta(hours=2)
    open_case = cases.open_case(
        kind="fault_report",
        channel="hotline",
        title="宽带无法上网",
        customer_id=caller.pk,
        by=town.actor("0101"),
        at=at,
    )
    keys = Keys(desk)
    _find(desk, keys)
    assert desk.locator(".sw-urge").inner_text().count(open_case.number) == 1
    keys.press("Alt+1")
    desk.locator(".sw-toast").wait_for()
    assert keys.pressed == 2
    assert Urge.objects.get().case_id == open_case.pk
    assert Case.objects.count() == 1


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(desk: Page) -> None:
    keys = Keys(desk)
    keys.press("Alt+2").text("整栋楼断网").press("Alt+K").press("ArrowRight").press("ArrowRight")
    keys.press("Control+Enter")
    desk.locator("#f-phone[aria-invalid=true]").wait_for()
    assert desk.locator("#f-title").input_value() == "整栋楼断网"
    assert desk.locator(".sw-field__error").count() == 3
    assert not Case.objects.exists()


def test_limits_follow_the_kind(desk: Page) -> None:
    """A fault report has to be settled within 24 hours around the clock."""
    settle = desk.locator("#limits dt").nth(2)
    expect(settle).not_to_contain_text("24")
    Keys(desk).press("Alt+K").press("ArrowRight").press("ArrowRight")
    expect(settle).to_contain_text("24")


def test_a_draft_comes_back_and_goes_once_it_is_taken(desk: Page) -> None:
    keys = Keys(desk)
    keys.press("Alt+2").text("咨询资费")
    desk.locator("[data-draft-note]:not(:empty)").wait_for()
    desk.reload()
    assert desk.locator("#f-title").input_value() == "咨询资费"
    desk.locator("#f-title").press("Alt+Enter")
    desk.locator(".sw-toast").wait_for()
    desk.goto("/intake/")
    assert desk.locator("#f-title").input_value() == ""


def test_the_desk_is_accessible_and_fits_a_phone(desk: Page) -> None:
    _find(desk, Keys(desk))
    assert_accessible(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    assert_fits(desk)
    assert_accessible(desk)


def test_a_draft_comes_back_on_another_browser(desk: Page) -> None:
    with desk.expect_response(lambda r: "/drafts/" in r.url and r.request.method == "POST"):
        Keys(desk).press("Alt+2").text("整栋楼断网")
    desk.evaluate("localStorage.clear()")
    desk.reload()
    expect(desk.locator("#f-title")).to_have_value("整栋楼断网")


def test_a_type_named_by_its_initials_asks_its_fields(desk: Page) -> None:
    typetree.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    desk.reload()
    keys = Keys(desk)
    _find(desk, keys, "hxm")
    keys.press("Alt+K").press("ArrowRight").press("ArrowRight")
    expect(desk.locator("#types-list option").nth(5)).to_be_attached()
    keys.press("Alt+T").text("wfsw").press("Shift")
    lamp = desk.locator("#f-x_lamp")
    expect(lamp).to_be_visible()
    lamp.select_option("LOS 红灯")
    desk.locator("#f-x_affected").select_option("一户")
    desk.locator("#f-text").fill("昨晚起断网")
    keys.press("Control+Enter")
    desk.wait_for_url("**/cases/**")
    case = Case.objects.get()
    assert (case.category, case.extra["lamp"]) == ("宽带/无法上网", "LOS 红灯")
