"""Two people at the same case at the same time: one does it, the other is refused, nothing is doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db.models import Count

from shouwen.config.commands.verify import problems_found
from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case, Urge
from shouwen.platform.clocks import sweeper
from shouwen.platform.clocks.models import Hold, Verdict
from shouwen.platform.clocks.queries import verify as clocks_verify
from shouwen.platform.journal.models import Entry
from shouwen.platform.journal.queries import verify
from shouwen.platform.policies.actions import install_presets
from tests.factories.cases import MINUTE, T0, a_case
from tests.threads import at_once
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    install_presets()
    yield build()


def test_one_accepts_and_the_others_are_refused(world: World) -> None:
    case = a_case(world.actor("0101"))
    by = world.actor("0102")
    ended = at_once(*[lambda: actions.accept(case.pk, by=by, at=T0 + MINUTE)] * 4)
    assert ended == ["done", "move_not_allowed", "move_not_allowed", "move_not_allowed"]
    assert Hold.objects.filter(subject_kind="case", subject_id=case.pk).count() == 2
    assert list(verify()) == []


def test_fifty_people_take_dispatch_and_answer_one_case(world: World) -> None:
    """One of fifty does each verb; the others hear why not, and the ledgers hold."""
    case = a_case(world.actor("0101"))
    by = world.actor("0102")
    verbs: list[Callable[[], object]] = [
        lambda: actions.accept(case.pk, by=by, at=T0 + MINUTE, version=1),
        lambda: actions.dispatch(
            case.pk, unit_id=world.units["QC-NET"], by=by, at=T0 + 2 * MINUTE, version=2
        ),
        lambda: actions.answer(case.pk, text="已恢复", by=by, at=T0 + 3 * MINUTE, version=3),
    ]
    for verb in verbs:
        ended = at_once(*[verb] * 50)
        assert ended.count("done") == 1
        assert set(ended) <= {"done", "stale", "move_not_allowed"}
    case.refresh_from_db()
    assert (case.state, case.version) == (S.ANSWERED, 4)
    assert list(verify()) == list(clocks_verify()) == []


def test_single_and_bulk_dispatches_of_the_same_rows_never_deadlock(world: World) -> None:
    ids = [a_case(world.actor("0101")).pk for _ in range(5)]
    by = world.actor("0102")

    def to(code: str, pk: int) -> object:
        return actions.dispatch(pk, unit_id=world.units[code], by=by, at=T0 + MINUTE)

    def many() -> object:
        return actions.each(ids, partial(to, "QC-NET"))

    def single(pk: int) -> Callable[[], object]:
        return partial(to, "DH-01", pk)

    assert at_once(many, *map(single, ids[::-1]), many) == ["done"] * 7
    assert list(verify()) == list(clocks_verify()) == []


def test_a_sweep_and_an_answer_at_the_due_time_write_one_verdict(world: World) -> None:
    due = T0 + 60 * MINUTE
    cases = [a_case(world.actor("0101"), given_due_at=due) for _ in range(4)]
    by = world.actor("0102")
    for case in cases:
        actions.accept(case.pk, by=by, at=T0 + MINUTE)

    def answered(pk: int) -> Callable[[], object]:
        return lambda: actions.answer(pk, text="已恢复", by=by, at=due + MINUTE)

    sweeps: list[Callable[[], object]] = [lambda: sweeper.sweep(due + MINUTE)] * 3
    assert at_once(*sweeps, *[answered(c.pk) for c in cases]) == ["done"] * 7
    said = Verdict.objects.filter(clock__kind="resolution", clock__basis="internal")
    assert sorted(said.values_list("n", "verdict")) == [(1, "breached")] * 4
    assert list(clocks_verify()) == []


def test_two_urges_at_once_count_once(world: World) -> None:
    case = a_case(world.actor("0101"))
    by = world.actor("0101")
    assert at_once(*[lambda: actions.urge(case.pk, by=by, at=T0 + MINUTE)] * 3) == ["done"] * 3
    case.refresh_from_db()
    assert (case.urges, Urge.objects.filter(counted=True).count(), Urge.objects.count()) == (
        1,
        1,
        3,
    )


def test_of_two_dispatches_from_one_version_one_is_stale(world: World) -> None:
    case = a_case(world.actor("0101"))
    by = world.actor("0102")

    def to(code: str) -> Callable[[], object]:
        return lambda: actions.dispatch(
            case.pk, unit_id=world.units[code], by=by, at=T0 + MINUTE, version=1
        )

    assert at_once(to("QC-NET"), to("DH-01")) == ["done", "stale"]


def test_two_bulk_runs_over_the_same_rows_never_deadlock(world: World) -> None:
    ids = [a_case(world.actor("0101")).pk for _ in range(6)]
    by = world.actor("0102")

    def run(code: str, order: list[int]) -> Callable[[], object]:
        unit = world.units[code]
        return lambda: actions.each(
            order, lambda pk: actions.dispatch(pk, unit_id=unit, by=by, at=T0 + MINUTE)
        )

    assert at_once(run("QC-NET", ids), run("DH-01", ids[::-1])) == ["done", "done"]
    assert set(Case.objects.values_list("state", flat=True)) == {S.DISPATCHED}


def test_fifty_people_take_answer_urge_and_merge_the_same_cases(world: World) -> None:
    """Whatever comes first, each ends once, the rest hear why not, and everything adds up."""
    ids = [a_case(world.actor("0101"), at=T0 + n * MINUTE).pk for n in range(5)]
    by = world.actor("0102")
    at = T0 + 10 * MINUTE

    def doing(n: int) -> Callable[[], object]:
        pk, other = ids[n % 5], ids[(n + 1 + n // 25) % 5]
        return [
            lambda: actions.accept(pk, by=by, at=at),
            lambda: actions.answer(pk, text="已恢复", by=by, at=at),
            lambda: actions.urge(pk, by=by, at=at),
            lambda: actions.merge(pk, into_id=other, text="同一件事", by=by, at=at),
        ][n % 4]

    ended = at_once(*[doing(n) for n in range(50)])
    assert len(ended) == 50
    assert set(ended) <= {"done", "move_not_allowed", "older_survives", "survivor_not_in_work"}
    told = Counter(Entry.objects.filter(subject_kind="case").values_list("subject_id", "kind"))
    for pk in ids:
        verbs = {kind.rpartition(".")[2]: n for (of, kind), n in told.items() if of == pk}
        assert verbs.get("accepted", 0) <= 1
        assert verbs.get("answered", 0) + verbs.get("merged", 0) <= 1
    assert set(Urge.objects.filter(counted=True).values_list("case_id").annotate(Count("id"))) == {
        (pk, 1) for (pk,) in Urge.objects.values_list("case_id").distinct()
    }
    assert list(problems_found()) == []
