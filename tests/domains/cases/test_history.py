"""Matters taken over as they stood: silent, complete, and read like those that were lived through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from shouwen.domains.cases.actions import (
    CaseHistory,
    HistoryEntry,
    HistoryRating,
    HistoryUrge,
    record_history,
)
from shouwen.domains.cases.events import CaseAnswered, CaseOpened
from shouwen.domains.cases.models import Case, Rating, Urge
from shouwen.domains.cases.queries.search import search
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.clocks.actions import ClockRow, HoldRow
from shouwen.platform.clocks.models import Clock, Verdict
from shouwen.platform.clocks.queries import blame
from shouwen.platform.journal.queries import timeline, verify
from tests.factories.cases import T0
from tests.world import World

HOUR = timedelta(hours=1)


def a_history(world: World, **given: Any) -> CaseHistory:
    hot, net = world.units["QC-HOT"], world.units["QC-NET"]
    wanted: dict[str, Any] = {
        "kind": "complaint",
        "channel": "import",
        "title": "路灯不亮两周",
        "state": "closed",
        "owner_unit_id": hot,
        "handler_unit_id": net,
        "opened_at": T0,
        "answered_at": T0 + 5 * HOUR,
        "closed_at": T0 + 9 * HOUR,
        "urges": 1,
        "holds": [
            HoldRow(at=T0, unit=hot, reason="received"),
            HoldRow(at=T0 + HOUR, unit=net, reason="dispatched"),
            HoldRow(at=T0 + 5 * HOUR, unit=hot, reason="answered"),
            HoldRow(at=T0 + 9 * HOUR, unit=hot, reason="closed", ends=True),
        ],
        "clocks": [
            ClockRow(
                kind="resolution",
                started_at=T0,
                ended_at=T0 + 5 * HOUR,
                given_due_at=T0 + 4 * HOUR,
            )
        ],
        "entries": [
            HistoryEntry.of(
                CaseOpened, at=T0, case_kind="complaint", channel="import", unit_id=hot
            ),
            HistoryEntry.of(CaseAnswered, at=T0 + 5 * HOUR, unit_id=net, instance=1, late=True),
        ],
        "urge_rows": [HistoryUrge(at=T0 + 2 * HOUR, unit_id=net)],
        "ratings": [HistoryRating(at=T0 + 9 * HOUR, score=2, solved=True)],
    }
    return CaseHistory(**{**wanted, **given})


def test_history_is_written_whole_and_silent(world: World) -> None:
    jobs = ProcrastinateJob.objects.count()
    ids = record_history(
        [a_history(world), a_history(world, number="101000369430", title="下水道堵塞")],
        by=SYSTEM,
        at=T0 + 100 * HOUR,
        source_batch=7,
    )
    first, second = (Case.objects.get(pk=pk) for pk in ids)
    assert (second.number, second.title, second.source_batch) == ("101000369430", "下水道堵塞", 7)
    assert first.number.startswith("C251010")
    assert (first.finished_at, first.urges) == (T0 + 5 * HOUR, 1)
    assert [e.kind for e in timeline(first.subject)] == [
        "cases.case.opened",
        "cases.case.answered",
    ]
    verdict = Verdict.objects.get(clock__subject_id=first.pk)
    assert (verdict.verdict, verdict.unit_id) == ("breached", world.units["QC-NET"])
    assert Urge.objects.filter(case=first).count() == Rating.objects.filter(case=first).count() == 1
    assert search("路灯", scope=EVERYTHING) == [first.pk]
    assert blame(first.subject, at=T0 + 100 * HOUR).exact
    assert ProcrastinateJob.objects.count() == jobs
    assert list(verify()) == []


def test_a_history_without_entries_says_that_it_was_taken_over(world: World) -> None:
    (pk,) = record_history([a_history(world, entries=None)], by=SYSTEM, at=T0 + 100 * HOUR)
    (entry,) = timeline(Case.objects.get(pk=pk).subject)
    assert (entry.kind, entry.facts["state"]) == ("cases.case.recorded", "closed")


def test_an_open_history_stands_in_the_lists_and_never_fires(world: World) -> None:
    net = world.units["QC-NET"]
    (pk,) = record_history(
        [
            a_history(
                world,
                state="in_progress",
                answered_at=None,
                closed_at=None,
                urges=0,
                urge_rows=[],
                ratings=[],
                holds=[HoldRow(at=T0, unit=net, reason="in_progress")],
                clocks=[ClockRow(kind="resolution", started_at=T0, given_due_at=T0 + 200 * HOUR)],
            )
        ],
        by=SYSTEM,
        at=T0 + 100 * HOUR,
    )
    clock = Clock.objects.front().get(subject_id=pk)
    assert (clock.silent, clock.unit_id, clock.due_at) == (True, net, T0 + 200 * HOUR)
