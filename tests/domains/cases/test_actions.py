"""What each verb does to the case, to the two ledgers and to the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    AlreadyThere,
    NotWaiting,
    OwnerUnknown,
    PersonElsewhere,
    Stale,
    TextMissing,
    TooLateToReopen,
    UnitNotActive,
    UntilNotAhead,
    WaitTooLong,
)
from shouwen.domains.cases.models import Case, Rating, Terms, Urge
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.errors import Refused
from shouwen.platform.clocks.models import Clock, Hold, Verdict
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.journal.queries import timeline, verify
from shouwen.platform.org.actions import deactivate_unit
from tests.factories.cases import MINUTE, T0, a_case, a_case_in
from tests.factories.customers import a_customer
from tests.world import World

HOUR = timedelta(hours=1)


def clocks_of(case: Case) -> dict[tuple[str, str, int], Clock]:
    return {
        (c.kind, c.basis, c.instance): c
        for c in Clock.objects.filter(subject_kind="case", subject_id=case.pk)
    }


def holds_of(case: Case) -> list[tuple[int, int | None, str, str, bool]]:
    rows = Hold.objects.filter(subject_kind="case", subject_id=case.pk).order_by("seq")
    return [(h.unit_id, h.person_id, h.waiting_for, h.reason, h.ends) for h in rows]


def running(case: Case) -> set[tuple[str, str, int]]:
    return {key for key, c in clocks_of(case).items() if c.ended_at is None}


def kinds(case: Case) -> list[str]:
    return [e.kind.removeprefix("cases.case.") for e in timeline(case.subject)]


def test_opening_gives_owner_number_clocks_and_words(world: World) -> None:
    customer = a_customer(at=T0)
    case = a_case(world.actor("0101"), customer_id=customer.pk, text="昨晚起断网")
    hot, person = world.units["QC-HOT"], world.staff["0101"]
    assert (case.owner_unit_id, case.owner_id, case.handler_unit_id, case.handler_id) == (
        hot,
        person,
        hot,
        person,
    )
    assert case.number.startswith("C251010") and len(case.number) == 13
    assert (case.state, case.instance, case.version) == (S.RECEIVED, 1, 1)
    assert {("first_response", "internal", 1), ("contact", "internal", 1)} < running(case)
    assert holds_of(case) == [(hot, person, "none", "received", False)]
    entry = Entry.objects.get(subject_kind="case", subject_id=case.pk)
    assert entry.facts == {
        "case_kind": "fault_report",
        "channel": "hotline",
        "unit_id": hot,
        "staff_id": person,
        "customer_id": customer.pk,
    }
    assert EntryText.objects.get(entry_id=entry.pk).body == "昨晚起断网"


def test_opening_takes_few_statements(world: World) -> None:
    customer = a_customer(at=T0)
    a_case(world.actor("0101"), customer_id=customer.pk)  # warms limits and calendars
    with CaptureQueriesContext(connection) as found:
        a_case(world.actor("0101"), customer_id=customer.pk)
    statements = [q["sql"] for q in found if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 10, statements


def test_nobody_owns_a_case_without_a_unit(world: World) -> None:
    with pytest.raises(OwnerUnknown):
        a_case(SYSTEM)
    assert not Case.objects.exists()


def test_a_given_due_time_is_the_resolution_limit(world: World) -> None:
    due = T0 + timedelta(days=2)
    case = a_case(world.actor("0101"), given_due_at=due)
    assert clocks_of(case)["resolution", "internal", 1].due_at == due


def test_accepting_is_the_first_response(world: World) -> None:
    case = a_case(world.actor("0101"))
    actions.accept(case.pk, by=world.actor("0102"), at=T0 + MINUTE)
    case.refresh_from_db()
    assert (case.state, case.handler_id) == (S.ACCEPTED, world.staff["0102"])
    assert clocks_of(case)["first_response", "internal", 1].ended_at == T0 + MINUTE
    assert ("contact", "internal", 1) in running(case)


def test_dispatch_moves_the_hold_and_counts_reassignments_and_returns(world: World) -> None:
    case = a_case(world.actor("0101"))
    net, dh, hot = world.units["QC-NET"], world.units["DH-01"], world.units["QC-HOT"]
    for i, unit in enumerate([net, dh, hot], 1):
        actions.dispatch(case.pk, unit_id=unit, by=world.actor("0102"), at=T0 + i * MINUTE)
    case.refresh_from_db()
    assert (case.reassignments, case.returns, case.handler_unit_id) == (2, 1, hot)
    assert [h[0] for h in holds_of(case)] == [hot, net, dh, hot]
    assert Clock.objects.front().get(subject_id=case.pk).unit_id == hot


def test_dispatch_to_where_it_is_is_refused(world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    with pytest.raises(AlreadyThere):
        actions.dispatch(
            case.pk, unit_id=world.units["QC-NET"], by=world.actor("0102"), at=T0 + HOUR
        )


def test_dispatch_needs_a_unit_that_works_and_a_person_there(world: World) -> None:
    case = a_case(world.actor("0101"))
    with pytest.raises(PersonElsewhere):
        actions.dispatch(
            case.pk,
            unit_id=world.units["QC-NET"],
            staff_id=world.staff["0203"],
            by=world.actor("0102"),
            at=T0,
        )
    deactivate_unit(world.units["QC-MKT"], on=T0.date(), by=SYSTEM, at=T0)
    with pytest.raises(UnitNotActive):
        actions.dispatch(case.pk, unit_id=world.units["QC-MKT"], by=world.actor("0102"), at=T0)
    case.refresh_from_db()
    assert (case.state, case.version) == (S.RECEIVED, 1)


def test_the_handler_is_judged_and_the_owner_evaluates(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    net, hot = world.units["QC-NET"], world.units["QC-HOT"]
    resolution = clocks_of(case)["resolution", "internal", 1]
    verdict = Verdict.objects.get(clock_id=resolution.pk)
    assert (verdict.verdict, verdict.unit_id, verdict.person_id) == (
        "met",
        net,
        world.staff["0112"],
    )
    assert (case.handler_unit_id, case.handler_id) == (net, world.staff["0112"])
    assert holds_of(case)[-1] == (hot, world.staff["0101"], "none", "answered", False)
    assert {("evaluation", "internal", 1), ("contact", "internal", 1)} == running(case)
    assert case.finished_at == case.answered_at == T0 + 4 * MINUTE


def test_an_answer_that_told_the_customer_stops_the_contact_clock(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    actions.answer(case.pk, text="已修复", contacted=True, by=world.actor("0112"), at=T0 + HOUR)
    assert running(case) == {("evaluation", "internal", 1)}


def test_a_late_answer_says_so(world: World) -> None:
    case = a_case(world.actor("0101"), given_due_at=T0 + HOUR)
    actions.accept(case.pk, by=world.actor("0101"), at=T0 + MINUTE)
    actions.answer(case.pk, text="已修复", by=world.actor("0101"), at=T0 + 2 * HOUR)
    assert timeline(case.subject)[-1].facts["late"] is True
    clock = clocks_of(case)["resolution", "internal", 1]
    assert Verdict.objects.get(clock_id=clock.pk).verdict == "breached"


def test_a_note_that_the_customer_was_contacted_stops_contact_and_first_response(
    world: World,
) -> None:
    case = a_case(world.actor("0101"))
    actions.note(case.pk, text="查阅资料", by=world.actor("0101"), at=T0 + MINUTE)
    assert ("contact", "internal", 1) in running(case)
    actions.note(
        case.pk, text="已电话联系", contacted=True, by=world.actor("0101"), at=T0 + 2 * MINUTE
    )
    assert {key[0] for key in running(case)} == {"resolution"}
    case.refresh_from_db()
    assert (case.state, case.version) == (S.RECEIVED, 1)


def test_words_are_needed_where_they_matter(world: World) -> None:
    case = a_case_in(S.ACCEPTED, world)
    for verb in ("answer", "note", "withdraw", "void"):
        with pytest.raises(TextMissing):
            getattr(actions, verb)(case.pk, text="  ", by=world.actor("0102"), at=T0 + HOUR)
    case.refresh_from_db()
    assert case.state == S.ACCEPTED


def test_evaluation_closes_and_ends_the_matter(world: World) -> None:
    case = a_case_in(S.AWAITING_EVALUATION, world)
    actions.evaluate(
        case.pk, score=4, solved=True, text="还行", by=world.actor("0105"), at=T0 + HOUR
    )
    case.refresh_from_db()
    assert (case.state, case.closed_at, running(case)) == (S.CLOSED, T0 + HOUR, set())
    assert list(Rating.objects.values_list("score", "solved", "instance")) == [(4, True, 1)]
    assert holds_of(case)[-1][3:] == ("closed", True)
    assert kinds(case)[-2:] == ["evaluated", "closed"]


def test_reopening_starts_a_new_instance_and_keeps_the_first_verdict(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    first = case.finished_at
    actions.reopen(case.pk, text="又断了", by=world.actor("0105"), at=T0 + 2 * HOUR)
    case.refresh_from_db()
    assert (case.state, case.instance, case.reopens) == (S.IN_PROGRESS, 2, 1)
    assert (case.answered_at, case.closed_at, case.finished_at) == (None, None, first)
    assert ("resolution", "internal", 2) in running(case)
    assert holds_of(case)[-1][:2] == (world.units["QC-NET"], world.staff["0112"])
    resolution = clocks_of(case)["resolution", "internal", 1]
    assert Verdict.objects.filter(clock_id=resolution.pk).count() == 1
    actions.answer(case.pk, text="再次修复", by=world.actor("0112"), at=T0 + 3 * HOUR)
    actions.close(case.pk, by=world.actor("0101"), at=T0 + 4 * HOUR)
    case.refresh_from_db()
    assert (case.finished_at, case.answered_at) == (first, T0 + 3 * HOUR)


def test_reopening_before_the_close_leaves_only_the_new_clock(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    actions.reopen(case.pk, text="未修好", by=world.actor("0101"), at=T0 + HOUR)
    assert ("evaluation", "internal", 1) not in running(case)
    assert ("resolution", "internal", 2) in running(case)


def test_after_thirty_days_a_new_case_is_opened_instead(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    late = case.closed_at + timedelta(days=30, seconds=1)  # type: ignore[operator]
    with pytest.raises(TooLateToReopen) as refusal:
        actions.reopen(case.pk, text="又断了", by=world.actor("0101"), at=late)
    assert refusal.value.params == {"days": 30}
    actions.reopen(case.pk, text="又断了", by=world.actor("0101"), at=late - timedelta(seconds=1))


@pytest.mark.parametrize(("verb", "state"), [("withdraw", S.WITHDRAWN), ("void", S.VOID)])
def test_a_case_taken_out_has_void_clocks_and_no_holder(verb: str, state: S, world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    getattr(actions, verb)(case.pk, text="误建", by=world.actor("0102"), at=T0 + HOUR)
    case.refresh_from_db()
    assert (case.state, case.closed_at, running(case)) == (state, T0 + HOUR, set())
    verdicts = Verdict.objects.filter(clock__subject_id=case.pk).order_by("clock_id", "-n")
    assert {v.verdict for v in verdicts.distinct("clock_id")} == {"void"}
    assert holds_of(case)[-1][3:] == (state, True)


def test_voiding_a_closed_case_ends_nothing_twice(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    actions.void(case.pk, text="重复", by=world.actor("0102"), at=T0 + HOUR)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (S.VOID, T0 + 5 * MINUTE)
    assert [h[4] for h in holds_of(case)].count(True) == 1


def test_urges_within_the_window_are_kept_but_not_counted(world: World) -> None:
    case = a_case_in(S.DISPATCHED, world)
    agent = world.actor("0101")
    for minutes in (10, 39, 40):
        actions.urge(case.pk, text="快点", by=agent, at=T0 + minutes * MINUTE)
    case.refresh_from_db()
    assert list(Urge.objects.order_by("at").values_list("counted", flat=True)) == [
        True,
        False,
        True,
    ]
    assert (case.urges, case.version) == (2, 3)
    assert set(Urge.objects.values_list("unit_id", flat=True)) == {world.units["QC-NET"]}


def test_the_window_is_a_dated_rule(world: World) -> None:
    Terms.objects.create(
        valid_from=datetime(2025, 10, 11, tzinfo=UTC).date(), urge_window_minutes=5
    )
    case = a_case(world.actor("0101"))
    day = timedelta(days=1)
    for at in (T0, T0 + 6 * MINUTE, T0 + day, T0 + day + 6 * MINUTE):
        actions.urge(case.pk, by=world.actor("0101"), at=at)
    assert list(Urge.objects.order_by("at").values_list("counted", flat=True)) == [
        True,
        False,
        True,
        True,
    ]


def test_waiting_names_the_customer_and_ends_with_a_resume(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    clerk = world.actor("0112")
    before = clocks_of(case)["resolution", "internal", 1].due_at
    actions.wait(
        case.pk,
        waiting_for="customer",
        reason="customer_absent",
        until=T0 + 24 * HOUR,
        by=clerk,
        at=T0 + HOUR,
    )
    assert holds_of(case)[-1][2:4] == ("customer", "customer_absent")
    actions.resume(case.pk, by=clerk, at=T0 + 3 * HOUR)
    assert holds_of(case)[-1][1:4] == (world.staff["0112"], "none", "in_progress")
    assert before is not None
    assert clocks_of(case)["resolution", "internal", 1].due_at == before + 2 * HOUR
    with pytest.raises(NotWaiting):
        actions.resume(case.pk, by=clerk, at=T0 + 4 * HOUR)


def test_a_wait_has_an_end_that_lies_ahead_and_within_policy(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    for until, refusal in ((T0 + HOUR, UntilNotAhead), (T0 + timedelta(days=31), WaitTooLong)):
        with pytest.raises(refusal):
            actions.wait(
                case.pk,
                waiting_for="customer",
                reason="other",
                until=until,
                by=world.actor("0112"),
                at=T0 + HOUR,
            )
    assert kinds(case)[-1] == "started"


def test_dispatch_ends_a_wait_at_the_same_instant(world: World) -> None:
    case = a_case_in(S.IN_PROGRESS, world)
    actions.wait(
        case.pk,
        waiting_for="partner",
        reason="partner",
        until=T0 + 24 * HOUR,
        by=world.actor("0112"),
        at=T0 + HOUR,
    )
    actions.dispatch(
        case.pk, unit_id=world.units["DH-01"], by=world.actor("0102"), at=T0 + 2 * HOUR
    )
    assert holds_of(case)[-1][2] == "none"


def test_a_stale_version_is_refused_everywhere(world: World) -> None:
    case = a_case_in(S.ACCEPTED, world)
    with pytest.raises(Stale):
        actions.start(case.pk, by=world.actor("0101"), at=T0 + HOUR, version=1)
    assert actions.start(case.pk, by=world.actor("0101"), at=T0 + HOUR, version=2).version == 3


def test_a_verb_cannot_be_dated_before_the_last_event(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    with pytest.raises(Refused) as refusal:
        actions.invite(case.pk, by=world.actor("0101"), at=T0)
    assert refusal.value.code == "clocks_before_last_event"
    case.refresh_from_db()
    assert case.state == S.ANSWERED


def test_bulk_dispatch_tells_each_row(world: World) -> None:
    open_one, closed = a_case(world.actor("0101")), a_case_in(S.CLOSED, world)
    results = actions.bulk_dispatch(
        [open_one.pk, closed.pk, 999],
        unit_id=world.units["QC-NET"],
        by=world.actor("0102"),
        at=T0 + HOUR,
    )
    assert [(r.number, r.done) for r in results] == [
        (open_one.number, True),
        (closed.number, False),
    ]
    assert results[1].refusal is not None and results[1].refusal.code == "move_not_allowed"


def test_the_database_keeps_the_promises(world: World) -> None:
    case = a_case_in(S.CLOSED, world)
    for change in (
        {"state": "nonsense"},
        {"state": S.MERGED},
        {"closed_at": T0 - MINUTE},
        {"answered_at": T0 - MINUTE},
        {"state": S.ANSWERED, "answered_at": None},
        {"kind": "nonsense"},
        {"channel": "nonsense"},
        {"instance": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**change)


def test_urges_and_ratings_are_never_edited(world: World) -> None:
    case = a_case_in(S.ANSWERED, world)
    actions.evaluate(case.pk, score=1, solved=False, by=world.actor("0101"), at=T0 + HOUR)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Rating.objects.update(score=5)


def test_the_journal_of_a_whole_life_verifies_and_holds_no_words(world: World) -> None:
    customer = a_customer(at=T0)
    case = a_case_in(S.ARCHIVED, world, customer_id=customer.pk, text="宽带断网请尽快")
    assert kinds(case) == [
        "opened",
        "accepted",
        "dispatched",
        "started",
        "answered",
        "closed",
        "archived",
    ]
    assert list(verify()) == []
    for entry in Entry.objects.filter(subject_kind="case"):
        told = str(entry.facts)
        assert not any(ord(c) > 127 for c in told), told
