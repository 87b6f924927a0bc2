"""责任部门收件箱: what a department has to do, what it has cost, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.domains.asks import actions as asks
from shouwen.domains.cases import actions as cases
from shouwen.domains.kpi import actions as kpi
from shouwen.domains.kpi.choices import Operator
from shouwen.domains.teamwork.actions import assign
from shouwen.kernel import periods
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.periods import Grain
from shouwen.platform.clocks.models import Clock
from shouwen.web.inbox import matters, views
from tests.factories.asks import HOUR, a_request
from tests.factories.cases import MINUTE, a_case
from tests.world import World

pytestmark = pytest.mark.usefixtures("noon")
SignedIn = Callable[[str], Client]


@pytest.mark.item("S003-20")
def test_a_department_accepts_answers_and_sees_its_figures(
    world: World,
    signed_in: SignedIn,
) -> None:
    front, at = world.actor("0101"), timezone.now()
    net = world.units["QC-NET"]
    sent = a_case(front, at=at - 3 * HOUR)
    cases.dispatch(sent.pk, unit_id=net, by=front, at=at - 2 * HOUR)
    request = a_request(a_case(front, at=at - 3 * HOUR), world, at=at - HOUR)
    clerk = signed_in("0112")
    page = clerk.get("/inbox/").content.decode()
    assert sent.number in page
    assert request.number in page
    assert f"/rulings/case/{sent.pk}/send_back" in page
    assert (
        clerk.post(f"/asks/{request.pk}/accept", headers={"HX-Request": "true"}).status_code == 204
    )
    found = clerk.get("/inbox/?tab=to_accept").context["rows"]
    assert [row.number for row in found] == [sent.number]
    assert found[0].held == pytest.approx(2 * 3600, abs=60)
    assert [r.number for r in clerk.get("/inbox/?tab=in_work").context["rows"]] == [request.number]
    quick = asks.ask_quickly(unit_id=net, text="？", by=front, at=at - 2 * HOUR)
    asks.answer(quick.pk, text="答", by=world.actor("0112"), at=at - 2 * HOUR)
    asks.rate(quick.pk, score=4, by=front, at=at)
    shown = clerk.get("/inbox/").context
    assert shown["rated"].mean == 4
    assert shown["replies"].denominator == 1


def test_of_the_matters_in_work_the_overdue_and_those_due_today_are_counted(
    world: World, signed_in: SignedIn
) -> None:
    front, clerk, at = world.actor("0101"), world.actor("0112"), timezone.now()
    zone, started = ZoneInfo("Asia/Shanghai"), set()
    midnight = periods.at(at, Grain.DAY, zone).end(zone)
    # half an hour old: no limit but the given one is over
    for n, due in enumerate((-20 * MINUTE, -MINUTE, (midnight - at) / 2, 30 * HOUR, -MINUTE)):
        sent = a_case(front, at=at - 30 * MINUTE, kind="consultation", given_due_at=at + due)
        cases.dispatch(sent.pk, unit_id=world.units["QC-NET"], by=front, at=at - 25 * MINUTE)
        if n < 4:
            cases.start(sent.pk, by=clerk, at=at - 22 * MINUTE)
            started.add(sent.pk)
    clocks = Clock.objects.front().filter(subject_kind="case", subject_id__in=started)
    due_at = [clock.sort_at for clock in clocks]
    shown = signed_in("0112").get("/inbox/").context
    assert (shown["in_work"], shown["overdue"], shown["to_accept"]) == (4, 2, 1)
    assert shown["today"] == sum(at <= due < midnight for due in due_at) > 0


def test_replies_stand_beside_the_target_of_the_department(
    world: World, signed_in: SignedIn
) -> None:
    kpi.set_target(
        "K52", unit_id=world.units["QC-NET"], operator=Operator.AT_LEAST, value=Decimal("0.98"),
        valid_from=timezone.localdate(), source="考核办法", by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    front, net, at = world.actor("0101"), world.units["QC-NET"], timezone.now()
    quick = asks.ask_quickly(unit_id=net, text="？", by=front, at=at - 9 * HOUR)
    asks.answer(quick.pk, text="答", by=world.actor("0112"), at=at)
    page = signed_in("0112").get("/inbox/")
    assert "目标 ≥ 98%" in page.content.decode()
    assert (page.context["replies"].numerator, page.context["state"]) == (0, "late")
    assert "目标" not in signed_in("0204").get("/inbox/").content.decode()


def test_counts_are_whole_pages_follow_and_subtasks_are_there(
    world: World,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    front, net, at = world.actor("0101"), world.units["QC-NET"], timezone.now()
    case = a_case(front, at=at - 5 * HOUR)
    task = assign(case.pk, unit_id=net, text="测光功率", by=front, at=at - 4 * HOUR)
    sent = [a_case(front, at=at - 3 * HOUR) for _ in range(2)]
    for each in sent:
        cases.dispatch(each.pk, unit_id=net, by=front, at=at - 2 * HOUR)
    asked = a_request(case, world, at=at - HOUR)  # the case itself waits, and is nobody's of net
    asks.ask_quickly(unit_id=world.units["QC-MKT"], text="？", by=front, at=at)
    for module in (matters, views):
        monkeypatch.setattr(module, "PAGE", 3)
    clerk = signed_in("0112")
    first = clerk.get("/inbox/").context
    assert {tab.key: tab.count for tab in first["tabs"]} == {
        "all": 4, "to_accept": 4, "in_work": 0, "waiting": 0, "to_rectify": 0, "asked": None,
    }  # fmt: skip
    assert first["held"] == pytest.approx((4 + 2 + 2 + 1) * 3600, abs=60)
    assert first["waited"] == pytest.approx(4 * 3600, abs=60)
    second = clerk.get(first["next"]).context
    shown = [row.url for page in (first, second) for row in page["rows"]]
    assert sorted(shown) == sorted(
        [f"/teamwork/tasks/{task.pk}/", f"/asks/{asked.pk}/", *(f"/cases/{c.pk}/" for c in sent)]
    )
    assert (len(second["rows"]), second["next"], first["total"]) == (1, "", 4)
    charged = {row.kind: row.held for page in (first, second) for row in page["rows"]}
    assert charged["task"] == pytest.approx(4 * 3600, abs=60)
    url = f"/teamwork/tasks/{task.pk}/accept"
    assert url in clerk.get("/inbox/").content.decode() + clerk.get(first["next"]).content.decode()
    assert clerk.post(url, headers={"HX-Request": "true"}).status_code == 204
    accepted = clerk.get("/inbox/?tab=in_work").context["rows"]
    assert [(row.kind, row.pk) for row in accepted] == [("task", task.pk)]
    assert signed_in("0102").get(f"/inbox/?unit={world.units['QC-HOT']}").context["total"] == 1


def test_of_more_than_are_counted_the_most_urgent_stand_and_every_page_is_reached(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    front, net, at = world.actor("0101"), world.units["QC-NET"], timezone.now()
    sent = []
    for n in range(5):
        case = a_case(front, at=at - 3 * HOUR, given_due_at=at + (n // 2 + 1) * HOUR)  # ties too
        cases.dispatch(case.pk, unit_id=net, by=front, at=at - 2 * HOUR)
        sent.append(case.pk)
    waits = a_case(front, at=at - 3 * HOUR, given_due_at=at + HOUR / 2)
    cases.dispatch(waits.pk, unit_id=net, by=front, at=at - 2 * HOUR)
    a_request(waits, world, to="QC-MKT", at=at - HOUR)  # it waits for another department
    for module in (matters, views):
        monkeypatch.setattr(module, "PAGE", 2)
    clerk = signed_in("0112")
    whole = clerk.get("/inbox/").context
    assert (whole["to_accept"], whole["overdue"], whole["total"]) == (5, 0, 6)
    assert whole["held"] > 0
    monkeypatch.setattr(matters, "MOST", 3)
    page = clerk.get("/inbox/").context
    assert (page["to_accept"], page["overdue"], page["total"]) == ("3+", "—", None)
    assert {tab.key: tab.count for tab in page["tabs"]} == {
        "all": "3+", "to_accept": "3+", "in_work": "—", "waiting": "—", "to_rectify": "—",
        "asked": None,
    }  # fmt: skip
    assert (page["held"], page["waited"]) == (None, None)
    seen = [row.url for row in page["rows"]]
    while page["next"]:
        page = clerk.get(page["next"]).context
        seen += [row.url for row in page["rows"]]
    assert len(seen) == len(set(seen)) == 6
    assert {f"/cases/{pk}/" for pk in (*sent, waits.pk)} <= set(seen)


def test_a_reader_sees_units_of_the_own_scope_only(world: World, signed_in: SignedIn) -> None:
    net = world.units["QC-NET"]
    assert signed_in("0301").get(f"/inbox/?unit={net}").status_code == 404
    assert signed_in("0301").get("/inbox/?unit=x").status_code == 404
    assert signed_in("0107").get(f"/inbox/?unit={net}").status_code == 200
    assert signed_in("0108").get("/inbox/").status_code == 403


def test_it_costs_the_same_at_one_and_at_three_rows(world: World, signed_in: SignedIn) -> None:
    clerk, front, counted, at = signed_in("0112"), world.actor("0101"), [], timezone.now()
    for _ in range(3):
        sent = a_case(front, at=at - 3 * HOUR)
        cases.dispatch(sent.pk, unit_id=world.units["QC-NET"], by=front, at=at - 2 * HOUR)
        a_request(a_case(front, at=at - 3 * HOUR), world, at=at - HOUR)
        clerk.get("/inbox/")
        with CaptureQueriesContext(connection) as found:
            clerk.get("/inbox/")
        counted.append(len(found))
    assert counted[0] == counted[2]
    assert counted[0] <= 35
