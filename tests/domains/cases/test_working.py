"""Work in hand: accepting, dispatching, answering, noting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    AlreadyThere,
    PersonElsewhere,
    ReturnInstead,
    TextMissing,
    UnitNotActive,
)
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.models import Clock, Verdict
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org.actions import deactivate_unit
from tests.domains.cases.ledgers import clocks_of, holds_of, kinds, running
from tests.factories.cases import MINUTE, T0, a_case, a_case_in
from tests.world import World

HOUR = timedelta(hours=1)


def test_accepting_is_the_first_response(world: World) -> None:
    case = a_case(world.actor("0101"))
    actions.accept(case.pk, by=world.actor("0102"), at=T0 + MINUTE)
    case.refresh_from_db()
    assert (case.state, case.handler_id) == (S.ACCEPTED, world.staff["0102"])
    assert clocks_of(case)["first_response", "internal", 1].ended_at == T0 + MINUTE
    assert ("contact", "internal", 1) in running(case)


def test_dispatch_moves_the_hold_and_counts_reassignments(world: World) -> None:
    case = a_case(world.actor("0101"))
    net, dh, hot = world.units["QC-NET"], world.units["DH-01"], world.units["QC-HOT"]
    for i, unit in enumerate([net, dh, hot], 1):
        actions.dispatch(case.pk, unit_id=unit, by=world.actor("0102"), at=T0 + i * MINUTE)
    case.refresh_from_db()
    assert (case.reassignments, case.returns, case.handler_unit_id) == (2, 0, hot)
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


def test_a_verb_on_many_tells_each_row(world: World) -> None:
    open_one, closed = a_case(world.actor("0101")), a_case_in(S.CLOSED, world)
    unit, by = world.units["QC-NET"], world.actor("0102")
    results = actions.each(
        [open_one.pk, closed.pk, 999],
        lambda pk: actions.dispatch(pk, unit_id=unit, by=by, at=T0 + HOUR),
    )
    assert [(r.number, r.done) for r in results] == [
        (open_one.number, True),
        (closed.number, False),
    ]
    assert results[1].refusal is not None and results[1].refusal.code == "move_not_allowed"


def test_a_department_does_not_pass_a_case_on_past_the_desk(world: World) -> None:
    """Within itself it shares out; to a third unit, and back to its own, only the desk sends."""
    case, clerk = a_case_in(S.DISPATCHED, world), world.actor("0112")
    before = kinds(case)
    for elsewhere in ("QC-MKT", "QC-HOT"):
        with pytest.raises(ReturnInstead):
            actions.dispatch(case.pk, unit_id=world.units[elsewhere], by=clerk, at=T0 + HOUR)
    assert kinds(case) == before
    actions.dispatch(
        case.pk, unit_id=world.units["QC-NET"], staff_id=world.staff["0113"], by=clerk, at=T0 + HOUR
    )
    actions.dispatch(
        case.pk, unit_id=world.units["QC-HOT"], by=world.actor("0101"), at=T0 + 2 * HOUR
    )
    case.refresh_from_db()
    assert case.returns == 0
    actions.dispatch(
        case.pk, unit_id=world.units["QC-MKT"], by=world.actor("0102"), at=T0 + 3 * HOUR
    )
