"""How a case ends and begins anew: evaluation, reopening, withdrawal, void."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.errors import (
    TooLateToReopen,
)
from shouwen.domains.cases.models import Rating
from shouwen.platform.clocks.models import Verdict
from tests.domains.cases.ledgers import clocks_of, holds_of, kinds, running
from tests.factories.cases import MINUTE, T0, a_case_in
from tests.world import World

HOUR = timedelta(hours=1)


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
    late = case.closed_at + timedelta(days=30, seconds=1)
    with pytest.raises(TooLateToReopen) as refusal:
        actions.reopen(case.pk, text="又断了", by=world.actor("0101"), at=late)
    assert refusal.value.data == {"days": 30, "instead": "follow_up"}
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
