"""班长台席: exceptions by tab, taking over in one click, who is on duty with how much in hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.domains.cases import actions
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.incoming import per_hour
from shouwen.domains.cases.queries.workload import Load, in_hand
from shouwen.domains.rulings import actions as rulings
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import Scope
from shouwen.platform.notify.actions import set_address, tell
from shouwen.platform.notify.outbox import Alarm
from shouwen.platform.notify.words import STEP_BREACH, STEP_WARNING
from shouwen.platform.rosters.models import Duty, Roster, Shift
from tests.factories.cases import a_case
from tests.factories.rosters import a_roster, a_shift
from tests.world import World

pytestmark = pytest.mark.usefixtures("noon")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def signed_in(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def overdue(world: World, at: datetime, **given: Any) -> Case:
    return a_case(world.actor("0101"), at=at - HOUR, given_due_at=at - MINUTE, **given)


def counts(client: Client, tab: str = "") -> dict[str, Any]:
    found = client.get("/leader/", {"tab": tab}).context["found"]
    return {tab.key: tab.count for tab in found.tabs}


def on_duty_now(world: World, number: str, at: datetime) -> None:
    """As if published; a week cannot be published for the past."""
    unit = world.unit("QC-HOT")
    shift = Shift.objects.filter(unit=unit).first() or a_shift(unit, "early")
    roster = Roster.objects.filter(unit=unit).first() or a_roster(unit, ["early"])
    Duty.objects.create(
        roster=roster,
        unit=unit,
        staff_id=world.staff[number],
        shift=shift,
        kind=shift.kind,
        on=at.date(),
        since=at - HOUR,
        until=at + HOUR,
        state="published",
    )


def test_each_exception_stands_under_its_tab(world: World) -> None:
    at = timezone.now()
    late = overdue(world, at)
    angry = a_case(world.actor("0101"), at=at - MINUTE, extra={"mood": "angry"})
    urged = a_case(world.actor("0101"), at=at - MINUTE)
    actions.urge(urged.pk, by=world.actor("0101"), at=at)
    a_case(world.actor("0301"), at=at - HOUR, given_due_at=at - MINUTE)
    leader = signed_in(world, "0102")
    found = counts(leader)
    assert (found["overdue"], found["soon"], found["urged"], found["angry"]) == (1, 2, 1, 1)
    for tab, case in {"overdue": late, "angry": angry, "urged": urged}.items():
        rows = leader.get("/leader/", {"tab": tab}).context["found"].rows
        assert [row.line.case.number for row in rows] == [case.number]


def test_the_likeliest_verbs_follow_from_why_the_case_is_here(world: World) -> None:
    at = timezone.now()
    sent = overdue(world, at)
    actions.dispatch(sent.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=at)
    overdue(world, at, extra={"mood": "angry"})
    rows = signed_in(world, "0102").get("/leader/").context["found"].rows
    verbs = {row.line.case.pk == sent.pk: row.verbs for row in rows}
    assert verbs == {
        True: ["urge", "take", "escalate"],
        False: ["take", "dispatch", "escalate"],
    }


def test_one_click_takes_a_case_over_and_is_recorded(world: World) -> None:
    case = overdue(world, timezone.now())
    actions.dispatch(
        case.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=timezone.now()
    )
    answer = signed_in(world, "0102").post(
        f"/leader/{case.pk}/take", {"version": 2}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    case.refresh_from_db()
    taken = (case.handler_id, case.handler_unit_id, case.reassignments, case.returns)
    assert taken == (world.staff["0102"], world.units["QC-HOT"], 1, 0)


def test_a_case_somebody_changed_meanwhile_is_not_taken(world: World) -> None:
    case = overdue(world, timezone.now())
    actions.accept(case.pk, by=world.actor("0101"), at=timezone.now())
    answer = signed_in(world, "0102").post(
        f"/leader/{case.pk}/take", {"version": 1}, headers={"HX-Request": "true"}
    )
    assert '"late"' in answer.headers["HX-Trigger"]
    case.refresh_from_db()
    assert (case.handler_id, case.version) == (world.staff["0101"], 2)


def test_only_leaders_have_the_desk_and_only_their_own_cases(world: World) -> None:
    elsewhere = a_case(world.actor("0301"), at=timezone.now())
    assert signed_in(world, "0101").get("/leader/").status_code == 403
    assert signed_in(world, "0101").post(f"/leader/{elsewhere.pk}/take").status_code == 403
    assert signed_in(world, "0102").post(f"/leader/{elsewhere.pk}/take").status_code == 404
    assert signed_in(world, "0107").post(f"/leader/{elsewhere.pk}/take").status_code == 403


def test_agents_on_duty_stand_by_what_they_have_in_hand(world: World) -> None:
    at = timezone.now()
    case = overdue(world, at)
    actions.accept(case.pk, by=world.actor("0101"), at=at)
    assert in_hand([world.staff["0101"], world.staff["0102"]], at=at) == {
        world.staff["0101"]: Load(open=1, overdue=1)
    }
    for number in ("0102", "0101"):
        on_duty_now(world, number, at)
    team = signed_in(world, "0102").get("/leader/").context["team"]
    assert [(s.person.staff_id, s.load.overdue) for s in team.seats] == [
        (world.staff["0101"], 1),
        (world.staff["0102"], 0),
    ]


def test_incoming_cases_are_counted_by_the_hour(world: World) -> None:
    start = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)
    for minutes in (5, 50, 130):
        a_case(world.actor("0101"), at=start + minutes * MINUTE)
    a_case(world.actor("0301"), at=start)
    scope = Scope(everything=False, units=frozenset({world.units["QC-HOT"]}))
    assert per_hour(scope=scope, since=start, until=start + 3 * HOUR) == {0: 2, 2: 1}


def test_what_waits_for_a_ruling_is_a_tab_of_who_rules(world: World) -> None:
    at = timezone.now()
    case = a_case(world.actor("0101"), at=at - HOUR)
    actions.dispatch(case.pk, unit_id=world.units["QC-NET"], by=world.actor("0101"), at=at - HOUR)
    rulings.send_back(
        case.pk, reason="not_ours", proposed_unit_id=world.units["QC-MKT"], text="光缆段属市场部代维，不归我们",
        by=world.actor("0112"), at=at - MINUTE,
    )  # fmt: skip
    leader = signed_in(world, "0102")
    assert counts(leader)["to_rule"] == 1
    page = leader.get("/leader/", {"tab": "to_rule"})
    returned = page.context["found"].returns
    assert [line.row.case_id for line in returned] == [case.pk]
    assert f"/rulings/{returned[0].row.pk}/agree" in page.content.decode()


def test_the_duty_strip_has_the_managers_telephone(world: World) -> None:
    at, manager = timezone.now(), world.staff["0102"]
    on_duty_now(world, "0102", at)
    Duty.objects.filter(staff_id=manager).update(kind="duty24")
    set_address(manager, "phone", "13900001234", by=world.actor("0102"), at=at)
    watch = signed_in(world, "0102").get("/leader/").context["watch"]
    assert (watch.manager.staff_id, watch.phone) == (manager, "13900001234")


@pytest.mark.item("S001-13")
def test_a_reminder_nobody_acknowledged_stands_once_for_a_person_and_a_case(world: World) -> None:
    at = timezone.now()
    first, second = (a_case(world.actor("0101"), at=at - HOUR) for _ in range(2))
    sent = ((first, STEP_WARNING, "0101"), (second, STEP_WARNING, "0101"),
            (first, STEP_BREACH, "0101"), (first, STEP_BREACH, "0102"))  # fmt: skip
    for n, (case, kind, person) in enumerate(sent):
        tell(
            case.subject, kind, [world.staff[person]], key=f"r{n}",
            alarm=Alarm(needs_ack=True), by=SYSTEM, at=at - HOUR + n * MINUTE,
        )  # fmt: skip
    rows = signed_in(world, "0102").get("/leader/").context["reminders"]
    assert [(row.staff_id, row.subject_id, row.line.words.text) for row in rows] == [
        (world.staff["0101"], first.pk, "已超时"),
        (world.staff["0101"], second.pk, "即将到期"),
        (world.staff["0102"], first.pk, "已超时"),
    ]
