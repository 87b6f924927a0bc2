"""The front desk: what is missing, limits, drafts, types, keys; the walks with budgets are in test_days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.calls import actions as calls
from shouwen.domains.calls.calling import Ringing
from shouwen.domains.calls.queries import missed
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.domains.mattertypes import actions as mattertypes
from shouwen.domains.mattertypes import specs
from shouwen.domains.teamwork import actions as teamwork
from shouwen.domains.teamwork.models import Link
from shouwen.kernel.actor import SYSTEM
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.browser.hands import Hands
from tests.factories.cases import a_case
from tests.world import World

PHONE = "10012345678"
MINUTE = timedelta(minutes=1)


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


def _find(desk: Page, keys: Hands, who: str = PHONE) -> None:
    keys.text(who).press("Enter")
    desk.locator(".sw-facts").wait_for()
    expect(desk.locator("#f-title")).to_be_focused()


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(desk: Page) -> None:
    keys = Hands(desk)
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
    Hands(desk).press("Alt+K").press("ArrowRight").press("ArrowRight")
    expect(settle).to_contain_text("24")


def test_a_draft_comes_back_and_goes_once_it_is_taken(desk: Page) -> None:
    keys = Hands(desk)
    keys.press("Alt+2").text("咨询资费")
    desk.locator("[data-draft-note]:not(:empty)").wait_for()
    desk.reload()
    assert desk.locator("#f-title").input_value() == "咨询资费"
    desk.locator("#f-title").press("Alt+Enter")
    desk.locator(".sw-toast").wait_for()
    desk.goto("/intake/")
    assert desk.locator("#f-title").input_value() == ""


def test_the_desk_is_accessible_and_fits_a_phone(desk: Page) -> None:
    _find(desk, Hands(desk))
    assert_accessible(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    assert_fits(desk)
    assert_accessible(desk)


def test_a_draft_comes_back_on_another_browser(desk: Page) -> None:
    with desk.expect_response(lambda r: "/drafts/" in r.url and r.request.method == "POST"):
        Hands(desk).press("Alt+2").text("整栋楼断网")
    desk.evaluate("localStorage.clear()")
    desk.reload()
    expect(desk.locator("#f-title")).to_have_value("整栋楼断网")


def test_a_type_named_by_its_initials_asks_its_fields(desk: Page) -> None:
    mattertypes.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    desk.reload(wait_until="domcontentloaded")  # whoever types at once loses no key
    keys = Hands(desk)
    _find(desk, keys, "hxm")
    keys.press("Alt+K").press("ArrowRight").press("ArrowRight")
    expect(desk.locator("#types-list option").nth(5)).to_be_attached()
    keys.press("Alt+T").text("wfsw")
    lamp = desk.locator("#f-x_lamp")
    expect(lamp).to_be_visible()
    lamp.select_option("LOS 红灯")
    desk.locator("#f-x_affected").select_option("一户")
    desk.locator("#f-text").fill("昨晚起断网")
    keys.press("Control+Enter")
    desk.wait_for_url("**/cases/**")
    case = Case.objects.get()
    assert (case.category, case.extra["lamp"]) == ("宽带/无法上网", "LOS 红灯")


def _mass_fault(town: World) -> Case:
    """A fault in the caller's grid with one more under it, and one that was answered."""
    at, by, address = timezone.now() - 9 * MINUTE, town.actor("0101"), "东河县人民路9号"
    one = customers.register(name="林大为", phone="", address=address, by=SYSTEM, at=at)
    line = customers.add_account(
        one.pk, number="08010000002", address=address, grid_unit_id=town.units["DH-01-G1"]
    )
    whole, other, before = (
        a_case(by, at=at, customer_id=one.pk, account_id=line.pk, category="电视/全部无信号")
        for _ in range(3)
    )
    teamwork.put_under(other.pk, parent_id=whole.pk, by=town.actor("0102"), at=at)
    cases.accept(before.pk, by=by, at=at)
    cases.answer(before.pk, text="重启光猫即可", contacted=True, by=by, at=timezone.now())
    return whole


def test_the_keys_of_the_third_pane_do_what_their_sheet_says(desk: Page, town: World) -> None:
    """Alt+4 inserts the first answer given before, Alt+3 takes the matter in under the parent case."""
    whole, keys = _mass_fault(town), Hands(desk)
    mattertypes.install(specs.shipped("cable"), preset="cable", at=timezone.now())
    _find(desk, keys)
    keys.text("整栋楼断网").press("Alt+K", "ArrowRight", "ArrowRight")
    desk.locator("[data-parent]").wait_for()
    keys.press("Alt+T").text("qbwxh").press("Tab")
    desk.locator("#f-text").fill("昨晚起全楼没有信号")
    desk.locator("[data-official]").wait_for()
    keys.press("Alt+4")
    expect(desk.locator("#f-answer")).to_have_value("重启光猫即可")
    keys.press("Alt+3")
    desk.locator(".sw-toast").wait_for()
    assert Link.objects.children().filter(case__title="整栋楼断网", other=whole).count() == 1


def test_b_calls_the_first_missed_call_back(desk: Page, town: World) -> None:
    at = timezone.now() - 5 * MINUTE
    for event in ("new", "hangup"):
        calls.told(Ringing("13900001111", "c-1"), event, at=at)
    desk.goto("/calls/")
    Hands(desk).press("?")
    expect(desk.locator("#keys dt", has_text="B")).to_have_count(1)
    Hands(desk).press("Escape", "b")
    expect(desk.locator("[data-missed]")).to_have_count(0)
    assert not missed(at=timezone.now()).exists()
