"""Two people at the same case at the same time: one does it, the other is refused, nothing is doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseState as S
from shouwen.domains.cases.models import Case, Urge
from shouwen.kernel.errors import Refused
from shouwen.platform.clocks.actions import install_presets
from shouwen.platform.clocks.models import Hold
from shouwen.platform.journal.queries import verify
from tests.factories.cases import MINUTE, T0, a_case
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    install_presets()
    yield build()


def at_once(*doings: Callable[[], object]) -> list[str]:
    """Run each in its own thread and connection; how each ended, sorted."""
    outcomes: list[str] = []
    ready = threading.Barrier(len(doings))

    def go(doing: Callable[[], object]) -> None:
        try:
            ready.wait()
            doing()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(d,)) for d in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_accepts_and_the_others_are_refused(world: World) -> None:
    case = a_case(world.actor("0101"))
    by = world.actor("0102")
    ended = at_once(*[lambda: actions.accept(case.pk, by=by, at=T0 + MINUTE)] * 4)
    assert ended == ["done", "move_not_allowed", "move_not_allowed", "move_not_allowed"]
    assert Hold.objects.filter(subject_kind="case", subject_id=case.pk).count() == 2
    assert list(verify()) == []


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
        return lambda: actions.bulk_dispatch(
            order, unit_id=world.units[code], by=by, at=T0 + MINUTE
        )

    assert at_once(run("QC-NET", ids), run("DH-01", ids[::-1])) == ["done", "done"]
    assert set(Case.objects.values_list("state", flat=True)) == {S.DISPATCHED}
