"""Internal requests: whose time it is while a department has to answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from shouwen.domains.asks import actions
from shouwen.domains.asks.errors import AsksItself, NotPossibleNow, TextMissing
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.errors import NotPossibleNow as CaseNotPossibleNow
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import in_hand
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks import sweeper
from shouwen.platform.clocks.actions import rebuild
from shouwen.platform.clocks.models import Clock, Hold, Verdict
from shouwen.platform.journal import queries as journal
from tests.factories.asks import HOUR, a_request
from tests.factories.cases import T0, a_case, a_case_in
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    """Accepted by the hotline at T0 + 1 minute."""
    return a_case_in("accepted", world)


def held_by(case: Case) -> tuple[int, int | None, str]:
    now = in_hand(case)
    return now.unit_id, now.person_id, now.waiting_for


def clock_of(request: Request, kind: str) -> Clock:
    found = Clock.objects.of(request.subject).filter(kind=kind)
    return found.order_by("-instance")[0]


def exact(case: Case, at: datetime) -> None:
    assert clocks.blame(case.subject, at=at).exact
    assert clocks.verify() == []


def test_a_blocking_request_puts_the_time_on_the_department(world: World, case: Case):
    request = a_request(case, world)
    assert held_by(case) == (world.units["QC-NET"], None, "department")
    hold = Hold.objects.get(subject_kind="request", subject_id=request.pk)
    assert (hold.unit_id, hold.waiting_for) == (world.units["QC-NET"], "none")
    reply = clock_of(request, "internal_reply")
    assert reply.root == case.subject
    # 20 office hours from Friday 10:00: 6 h, 7.5 h on Saturday (a make-up day), 6.5 h on Monday
    assert reply.due_at == datetime.fromisoformat("2025-10-13T16:30:00+08:00")
    exact(case, T0 + 9 * HOUR)


def test_who_accepts_has_the_time_in_person_and_the_answer_gives_the_case_back(
    world: World, case: Case
):
    clerk = world.actor("0112")
    request = a_request(case, world)
    actions.accept(request.pk, by=clerk, at=T0 + 2 * HOUR)
    assert held_by(case) == (world.units["QC-NET"], world.staff["0112"], "department")
    done = actions.answer(request.pk, text="光缆已修复", by=clerk, at=T0 + 3 * HOUR)
    assert (done.state, done.outcome, done.answered_at) == ("ended", "answered", T0 + 3 * HOUR)
    assert held_by(case) == (world.units["QC-HOT"], world.staff["0101"], "none")
    ledger = clocks.blame(case.subject, at=T0 + 4 * HOUR)
    network = [r for r in ledger.rows if r.unit == world.units["QC-NET"]]
    assert sum(r.calendar_seconds for r in network) == 2 * 3600
    assert Verdict.objects.get(clock=clock_of(request, "internal_reply")).verdict == "met"
    assert clocks.blame(request.subject, at=T0 + 4 * HOUR).total_calendar == 2 * 3600
    exact(case, T0 + 4 * HOUR)


def test_the_oldest_of_several_holds_and_the_next_oldest_follows(world: World, case: Case):
    first = a_request(case, world, to="QC-NET", at=T0 + 1 * HOUR)
    second = a_request(case, world, to="QC-MKT", at=T0 + 2 * HOUR)
    third = a_request(case, world, to="QC-SVC", at=T0 + 3 * HOUR)
    assert held_by(case)[0] == world.units["QC-NET"]
    actions.answer(second.pk, text="已核实", by=SYSTEM, at=T0 + 4 * HOUR)
    assert held_by(case)[0] == world.units["QC-NET"]
    actions.answer(first.pk, text="已修复", by=SYSTEM, at=T0 + 5 * HOUR)
    assert held_by(case)[0] == world.units["QC-SVC"]
    actions.withdraw(third.pk, by=SYSTEM, at=T0 + 6 * HOUR)
    assert held_by(case) == (world.units["QC-HOT"], world.staff["0101"], "none")
    hours: defaultdict[int, float] = defaultdict(float)
    for row in clocks.blame(case.subject, at=T0 + 6 * HOUR).rows:
        hours[row.unit] += row.calendar_seconds / 3600
    assert hours[world.units["QC-NET"]] == 4
    assert hours[world.units["QC-SVC"]] == 1
    assert world.units["QC-MKT"] not in hours
    exact(case, T0 + 6 * HOUR)


def test_a_request_beside_the_work_never_holds(world: World, case: Case):
    before = held_by(case)
    beside = a_request(case, world, blocking=False)
    assert held_by(case) == before
    a_request(case, world, to="QC-MKT", at=T0 + 2 * HOUR)
    actions.answer(beside.pk, text="知悉", by=SYSTEM, at=T0 + 3 * HOUR)
    assert held_by(case)[0] == world.units["QC-MKT"]
    exact(case, T0 + 3 * HOUR)


def test_a_verb_that_moves_the_case_ends_the_wait_and_the_request_holds_no_more(
    world: World, case: Case
):
    old = a_request(case, world)
    cases.dispatch(
        case.pk, unit_id=world.units["DH-01-G1"], by=world.actor("0101"), at=T0 + 2 * HOUR
    )
    assert held_by(case) == (world.units["DH-01-G1"], None, "none")
    new = a_request(case, world, to="QC-MKT", at=T0 + 3 * HOUR, by=world.actor("0203"))
    actions.accept(old.pk, by=world.actor("0112"), at=T0 + 4 * HOUR)
    assert held_by(case)[0] == world.units["QC-MKT"]
    actions.answer(new.pk, text="可以", by=SYSTEM, at=T0 + 5 * HOUR)
    assert held_by(case) == (world.units["DH-01-G1"], None, "none")
    actions.answer(old.pk, text="已修复", by=SYSTEM, at=T0 + 6 * HOUR)
    assert held_by(case) == (world.units["DH-01-G1"], None, "none")
    exact(case, T0 + 6 * HOUR)


def test_the_answer_to_the_customer_ends_the_wait(world: World, case: Case):
    request = a_request(case, world)
    cases.answer(case.pk, text="已答复客户", by=world.actor("0101"), at=T0 + 2 * HOUR)
    assert held_by(case)[2] == "none"
    request.refresh_from_db()
    assert request.state == "asked"
    exact(case, T0 + 2 * HOUR)


def test_the_wait_ends_by_itself_at_the_policys_maximum(world: World, case: Case):
    request = a_request(case, world)
    later = T0 + HOUR + timedelta(days=30)
    sweeper.end_waits(later, 10)
    assert held_by(case) == (world.units["QC-HOT"], world.staff["0101"], "none")
    actions.answer(request.pk, text="迟到的答复", by=SYSTEM, at=later + HOUR)
    assert held_by(case) == (world.units["QC-HOT"], world.staff["0101"], "none")
    exact(case, later + HOUR)


def test_a_leaver_who_waits_is_followed_by_the_successor_and_the_department_keeps_the_time(
    world: World, case: Case
):
    request = a_request(case, world)
    cases.hand_over_all(
        from_staff_id=world.staff["0101"],
        to_staff_id=world.staff["0102"],
        by=SYSTEM,
        at=T0 + 2 * HOUR,
    )
    assert held_by(case) == (world.units["QC-NET"], None, "department")
    actions.accept(request.pk, by=world.actor("0112"), at=T0 + 3 * HOUR)
    assert held_by(case) == (world.units["QC-NET"], world.staff["0112"], "department")
    actions.answer(request.pk, text="已修复", by=SYSTEM, at=T0 + 4 * HOUR)
    assert held_by(case) == (world.units["QC-HOT"], world.staff["0102"], "none")
    exact(case, T0 + 4 * HOUR)


def test_a_request_goes_to_the_successor_of_who_leaves(world: World, case: Case):
    request = a_request(case, world)
    actions.accept(request.pk, by=world.actor("0112"), at=T0 + 2 * HOUR)
    actions.hand_over_all(
        from_staff_id=world.staff["0112"],
        to_staff_id=world.staff["0113"],
        by=SYSTEM,
        at=T0 + 3 * HOUR,
    )
    assert held_by(case) == (world.units["QC-NET"], world.staff["0113"], "department")
    exact(case, T0 + 3 * HOUR)


@pytest.mark.parametrize("outcome", ["not_reached", "unclear"])
@pytest.mark.item("S003-23")
def test_nobody_reached_is_not_a_limit_kept(world: World, case: Case, outcome: str):
    request = a_request(case, world)
    actions.give_up(request.pk, outcome=outcome, by=world.actor("0101"), at=T0 + 2 * HOUR)
    assert Verdict.objects.get(clock=clock_of(request, "internal_reply")).verdict == "void"
    assert held_by(case)[2] == "none"
    late = a_request(case, world, at=T0 + 3 * HOUR)
    actions.give_up(late.pk, outcome=outcome, by=SYSTEM, at=T0 + timedelta(days=9))
    assert Verdict.objects.get(clock=clock_of(late, "internal_reply")).verdict == "breached"
    exact(case, T0 + timedelta(days=9))


def test_a_return_names_the_reason_and_the_case_is_back_at_once(world: World, case: Case):
    request = a_request(case, world)
    actions.send_back(request.pk, text="属支撑部职责", by=world.actor("0112"), at=T0 + 2 * HOUR)
    request.refresh_from_db()
    assert (request.outcome, held_by(case)[2]) == ("returned", "none")
    with pytest.raises(NotPossibleNow):
        actions.answer(request.pk, text="晚了", by=world.actor("0112"), at=T0 + 3 * HOUR)


def test_the_question_stands_in_the_journal_and_can_be_erased(world: World, case: Case):
    request = a_request(case, world)
    told = journal.timeline(request.subject)
    assert (told[0].id, told[0].body) == (request.question_id, "主干光缆是否中断，何时恢复？")
    assert "主干" not in str(told[0].facts)


def test_refusals_leave_no_trace(world: World, case: Case):
    agent = world.actor("0101")
    with pytest.raises(AsksItself):
        a_request(case, world, to="QC-HOT")
    with pytest.raises(TextMissing):
        a_request(case, world, text="  ")
    closed = a_case_in("closed", world)
    with pytest.raises(CaseNotPossibleNow):
        actions.ask(
            closed.pk,
            unit_id=world.units["QC-NET"],
            text="?",
            blocking=True,
            by=agent,
            at=T0 + HOUR,
        )
    assert not Request.objects.exists()
    assert held_by(case)[2] == "none"


@pytest.mark.item("S003-19")
def test_each_silence_alerts_once_and_a_note_begins_the_next(world: World, case: Case):
    """8 office hours from Friday 10:00: Saturday is a make-up day, so 11 October 10:30."""
    request = a_request(case, world)
    first = clock_of(request, "progress")
    assert first.due_at == datetime.fromisoformat("2025-10-11T10:30:00+08:00")
    sweeper.sweep(first.due_at + HOUR)
    sweeper.sweep(first.due_at + 2 * HOUR)
    assert Verdict.objects.filter(clock=first).count() == 1
    noted = first.due_at + 3 * HOUR
    actions.note(request.pk, text="正在查找断点", by=world.actor("0112"), at=noted)
    second = clock_of(request, "progress")
    assert (second.instance, second.started_at) == (2, noted)
    request.refresh_from_db()
    assert request.last_note_at == noted
    exact(case, noted)


def test_a_note_of_the_asker_does_not_break_the_departments_silence(world: World, case: Case):
    request = a_request(case, world)
    actions.note(request.pk, text="客户又来电", by=world.actor("0101"), at=T0 + 2 * HOUR)
    request.refresh_from_db()
    assert request.last_note_at is None
    assert clock_of(request, "progress").instance == 1


def test_requests_of_an_ended_case_are_withdrawn(world: World, case: Case):
    request = a_request(case, world)
    cases.withdraw(case.pk, text="客户不需要了", by=world.actor("0101"), at=T0 + 2 * HOUR)
    assert actions.withdraw_all(case.pk, because="withdrawn", by=SYSTEM, at=T0 + 2 * HOUR) == 1
    assert actions.withdraw_all(case.pk, because="withdrawn", by=SYSTEM, at=T0 + 2 * HOUR) == 0
    request.refresh_from_db()
    assert request.outcome == "withdrawn"
    assert not Clock.objects.open().of(Subject("request", request.pk)).exists()
    exact(case, T0 + 2 * HOUR)


def test_open_requests_follow_a_merged_case_and_hold_nothing_up(world: World, case: Case):
    younger = a_case(world.actor("0101"), at=T0 + HOUR)
    request = a_request(younger, world, at=T0 + 2 * HOUR)
    cases.merge(
        younger.pk, into_id=case.pk, text="同一故障", by=world.actor("0102"), at=T0 + 3 * HOUR
    )
    assert actions.follow_merged(younger.pk, by=SYSTEM, at=T0 + 3 * HOUR) == 1
    request.refresh_from_db()
    assert (request.case_id, request.blocking, request.state) == (case.pk, False, "asked")
    assert {c.root for c in Clock.objects.of(request.subject)} == {case.subject}
    assert held_by(case)[2] == "none"
    actions.answer(request.pk, text="已修复", by=SYSTEM, at=T0 + 4 * HOUR)
    assert held_by(case)[2] == "none"
    exact(case, T0 + 4 * HOUR)


def test_the_caches_of_requests_follow_from_the_ledger(world: World, case: Case):
    request = a_request(case, world)
    actions.accept(request.pk, by=world.actor("0112"), at=T0 + 2 * HOUR)
    before = list(Clock.objects.order_by("id").values())
    rebuild([case.subject, request.subject])
    assert list(Clock.objects.order_by("id").values()) == before
