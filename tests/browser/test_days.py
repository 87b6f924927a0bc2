"""The day of each role at the desk, within its budget of keys and clicks: agent, hall, department, leader, customer.

Where a number stands in ``hands.within``, going over it fails the test.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shouwen.domains.asks import actions as asks
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case, Rating, Urge
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer
from shouwen.domains.rulings import actions as rulings
from shouwen.domains.rulings.models import Return
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.org.actions import set_contact
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import SignIn
from tests.browser.hands import Hands
from tests.factories.cases import a_case
from tests.factories.portal import a_channel, a_customers_case, a_link, opened_by
from tests.web.test_leader import on_duty_now
from tests.world import BEGAN, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PHONE, TAIL = "10012345678", "5678"


@pytest.fixture
def hands(page: Page) -> Hands:
    return Hands(page)


@pytest.fixture
def caller(town: World) -> Customer:
    """何小满 with one line, in the first grid of the town."""
    at, address = timezone.now() - 3 * HOUR, "东河县人民路8号"
    made = customers.register(name="何小满", phone=PHONE, address=address, by=SYSTEM, at=at)
    grid = town.units["DH-01-G1"]
    customers.add_account(
        made.pk, number="08010000001", address=address, product="融合套餐", grid_unit_id=grid
    )
    return made


def _find(page: Page, hands: Hands, who: str = PHONE) -> None:
    """The caller's field has the focus; afterwards the title has it."""
    hands.text(who).press("Enter")
    page.locator(".sw-facts").wait_for()
    expect(page.locator("#f-title")).to_be_focused()


def test_the_agents_day(
    page: Page, sign_in: SignIn, hands: Hands, town: World, caller: Customer
) -> None:
    """话小满 on the hotline: a consultation, a fault, the same caller again, a search, a question."""
    for role, who in (("A", "0112"), ("B", "0113")):
        set_contact(town.units["QC-NET"], "光缆", role, town.staff[who], by=SYSTEM, at=BEGAN)
    sign_in(town.account("0101"))
    page.goto("/cases/")
    with hands.within(keys=6):  # N, the caller, the answer, settled
        hands.press("n")
        page.wait_for_url("**/intake/")
        expect(page.locator("#q-caller")).to_be_focused()
        _find(page, hands)
        hands.text("咨询融合套餐换档后月费怎么算").press("Alt+A").text("已说明月费与合约期")
        hands.press("F8")
        page.locator(".sw-toast").wait_for()
    asked = Case.objects.get()
    assert (asked.state, asked.kind, asked.customer_id) == (S.CLOSED, "consultation", caller.pk)

    page.goto("/intake/")
    with hands.within(keys=14):  # not a single click
        _find(page, hands)
        hands.text("宽带无法上网，光猫红灯闪烁").press("Alt+K", "ArrowRight", "ArrowRight")
        hands.press("Tab", "Tab").text("昨晚起断网，已重启无效").press(*["Tab"] * 5)
        hands.text("东河城关一网格 (DH-01-G1)").press("Control+Enter")
        page.wait_for_url("**/cases/**")
    fault = Case.objects.get(kind="fault_report")
    assert (fault.state, fault.handler_unit_id) == (S.DISPATCHED, town.units["DH-01-G1"])
    assert_accessible(page)

    page.goto("/intake/")
    with hands.within(keys=2):
        _find(page, hands)
        hands.press("Alt+1")
        page.locator(".sw-toast").wait_for()
    assert Urge.objects.get().case_id == fault.pk and Case.objects.count() == 2

    page.goto("/cases/")
    with hands.within(keys=6):
        hands.press("/", *TAIL, "Enter")
        page.wait_for_url("**q=5678**")
        expect(page.locator("tbody tr")).to_have_count(2)

    with hands.within(keys=3, seconds=10):
        hands.press("q")
        expect(page.locator("#id_text")).to_be_focused()
        hands.text("光缆断了吗").press("Alt+w", "Control+Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
    quick = Request.objects.get()
    assert (quick.waiting, quick.person_id) == (True, town.staff["0112"])
    with hands.within(keys=3, seconds=10):  # the answer came by telephone
        hands.press("q")
        page.locator("#id_text").fill("割接几点结束")
        hands.press("Alt+p")
        page.locator("[name=reply]").fill("五点")
        assert_accessible(page)
        hands.press("Control+Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
    assert Request.objects.filter(made_by="phone", outcome="answered").count() == 1


def test_the_hall_clerks_day(
    page: Page, sign_in: SignIn, hands: Hands, town: World, caller: Customer
) -> None:
    """厅春花 at the counter: one by initials settled on the spot, one sent where the line lies, in one click."""
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(town.account("0201"))
    page.goto("/intake/")
    with hands.within(keys=6):
        _find(page, hands, "hxm")
        hands.text("补打发票").press("Alt+A").text("当场补打").press("F8")
        page.locator(".sw-toast").wait_for()
    settled = Case.objects.get()
    assert (settled.state, settled.channel) == (S.CLOSED, "hall")
    assert settled.extra["settled_at_counter"] is True

    page.goto("/intake/")
    with hands.within(keys=6):
        _find(page, hands)
        hands.text("机顶盒换新后没有信号").press("Alt+K", "ArrowRight", "Tab", "Tab")
        hands.text("换新已三天，约今晚上门").press("Control+Enter")
        page.wait_for_url("**/cases/**")
    assert_fits(page)
    taken = Case.objects.latest("pk")
    suggested = page.locator("[hx-post$=dispatch][hx-vals*=unit_id]")
    with hands.within(clicks=1):
        hands.click(suggested.first)
        expect(suggested).to_have_count(0)
    taken.refresh_from_db()
    assert (taken.state, taken.handler_unit_id) == (S.DISPATCHED, town.units["DH-01-G1"])


def test_the_department_clerks_day(page: Page, sign_in: SignIn, hands: Hands, town: World) -> None:
    """网维新 in the inbox: accept, return what is not theirs, answer what is asked, leaf through the cases."""
    now, front, net = timezone.now(), town.actor("0101"), town.units["QC-NET"]
    first, second, third = (a_case(front, at=now - 3 * HOUR + n * MINUTE) for n in range(3))
    for case in (first, second, third):
        cases.dispatch(case.pk, unit_id=net, by=front, at=now - HOUR)
    asked = asks.ask(
        a_case(front, at=now - HOUR).pk,
        unit_id=net,
        text="主干断了吗",
        blocking=True,
        by=front,
        at=now,
    )
    sign_in(town.account("0112"))
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/inbox/?tab=to_accept")
        assert_fits(page)
        assert_accessible(page)
    with hands.within(clicks=1):
        hands.click(page.locator(f"#case-{first.pk} button").first)
        expect(page.locator(f"#case-{first.pk}")).to_have_count(0)
    first.refresh_from_db()
    assert (first.state, first.handler_id) == (S.IN_PROGRESS, town.staff["0112"])

    with hands.within(keys=2, clicks=1):  # two fields: whose it is, and why
        hands.click(page.locator(f"#case-{second.pk} [hx-get*=send]"))
        expect(page.locator("[name=proposed_unit_id]")).to_be_focused()
        hands.text("东河城关一网格 (DH-01-G1)").press("Tab").text("入户线路由网格维护，见职责表")
        assert_accessible(page)
        hands.press("Control+Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
    assert Return.objects.get().case_id == second.pk

    page.goto(f"/asks/{asked.pk}/")
    with hands.within(keys=1, clicks=1):
        hands.click(page.locator(f"[hx-get='/asks/{asked.pk}/answer']").first)
        page.get_by_role("dialog").get_by_role("textbox").first.focus()
        hands.text("两小时内恢复").press("Control+Enter")
        expect(page.locator("#request")).to_contain_text("两小时内恢复")

    page.goto("/cases/")
    rows = page.locator("tbody tr")
    hands.press("Enter")
    expect(page.locator("side-panel")).to_contain_text(rows.nth(0).locator("th a").inner_text())
    with hands.within(keys=1):
        hands.press("j")
        expect(page.locator("side-panel")).to_contain_text(rows.nth(1).locator("th a").inner_text())


def test_the_shift_leaders_day(page: Page, sign_in: SignIn, hands: Hands, town: World) -> None:
    """班立夏: takes one over, gives twenty to who has least in hand, decides on what came back."""
    now, front = timezone.now(), town.actor("0101")
    for n in range(21):
        a_case(front, at=now - HOUR + n * MINUTE, given_due_at=now - MINUTE)
    on_duty_now(town, "0101", now)
    sign_in(town.account("0102"))
    page.goto("/leader/")
    rows = page.locator("#leader-list tbody tr[data-id]")
    expect(rows).to_have_count(21)
    assert_fits(page)
    assert_accessible(page)
    taken = int(rows.first.get_attribute("data-id") or 0)
    with hands.within(clicks=1):
        hands.click(rows.first.locator("[data-row-key=T]"))
        expect(rows.first.locator("[data-row-key=T]")).to_have_count(0)
    assert Case.objects.get(pk=taken).handler_id == town.staff["0102"]

    with hands.within(keys=2):  # the next one, by keyboard
        hands.press("j", "x")
        expect(page.locator(".sw-bulk__note")).to_be_visible()
    hands.press("x")
    with hands.within(clicks=3):
        hands.click(page.locator("[data-tick-all]"))
        hands.click(page.locator(".sw-bulk [hx-post*=dispatch]"))
        hands.click(page.locator("#bulk button[type=submit]"))
        expect(page.get_by_role("dialog")).to_be_hidden()
    reassigned = Case.objects.filter(state=S.DISPATCHED).exclude(pk=taken)
    assert reassigned.count() >= 20
    assert set(reassigned.values_list("handler_unit_id", flat=True)) == {town.units["QC-HOT"]}

    grid, net = town.units["DH-01-G1"], town.units["QC-NET"]
    back = a_case(front, at=now - HOUR)
    cases.dispatch(back.pk, unit_id=net, by=front, at=now - HOUR)
    why, clerk = "入户线路由网格维护，见职责表", town.actor("0112")
    rulings.send_back(back.pk, reason="not_ours", proposed_unit_id=grid, text=why, by=clerk, at=now)
    page.goto("/rulings/")
    with hands.within(clicks=1):
        hands.click(page.locator("[hx-post$=agree]").first)
        expect(page.locator("[hx-post$=agree]")).to_have_count(0)
    back.refresh_from_db()
    assert (back.handler_unit_id, Return.objects.get().state) == (grid, "agreed")


def test_the_customers_day_on_a_phone(page: Page, hands: Hands, town: World) -> None:
    """Four digits, then an urge and an evaluation in two taps each; 48-px targets."""
    a_channel()
    began = timezone.now() - 2 * HOUR
    case = a_customers_case(S.IN_PROGRESS, town, at=began)
    told = "明早带机顶盒到营业厅更换，或等师傅上门。"
    cases.note(case.pk, text=told, visibility="customer", by=town.actor("0101"), at=began + HOUR)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/s/{opened_by(a_link(case, at=began))}/")
    _fits_the_thumb(page)
    page.locator("input[inputmode=numeric]").fill(TAIL)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在为您办理")
    _fits_the_thumb(page)
    with hands.within(clicks=2):
        hands.click(page.locator("summary").get_by_text("催一催"))
        hands.click(page.get_by_role("button", name="确认催办"))
        expect(page.get_by_role("status").first).to_contain_text("已转达")
    assert Urge.objects.filter(counted=True).count() == 1
    _fits_the_thumb(page)

    cases.answer(case.pk, text="已更换光猫，恢复正常", by=town.actor("0112"), at=timezone.now())
    page.reload()
    with hands.within(clicks=2):
        hands.click(page.locator("label").get_by_text("满意", exact=True).first)
        hands.click(page.get_by_role("button", name="提交评价"))
        expect(page.get_by_role("heading", name="您的评价")).to_be_visible()
    assert [r.score for r in Rating.objects.all()] == [5]
    _fits_the_thumb(page)


def _fits_the_thumb(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)
    for button in page.locator(".btn:visible").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 48, button.inner_text()
