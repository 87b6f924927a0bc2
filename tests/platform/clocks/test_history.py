"""Imported matters end up exactly as if they had been worked on live."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import QuerySet

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions, errors, queries, sweeper
from shouwen.platform.clocks.actions import ClockRow, HoldRow, MatterHistory, Start
from shouwen.platform.clocks.models import Clock, ClockEvent, Fire, Hold, Verdict

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BY = Actor(account=7)
LIVE, TOLD = Subject("case", 1), Subject("case", 2)
FAULT = {"kind": "fault_report"}


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2025, 9, day, hour, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _installed(presets: None) -> None:
    pass


def live_story() -> None:
    """Opened, dispatched, waited, settled late, reopened, settled again and closed."""
    start = Start(kind="resolution", match=FAULT)
    actions.open_matter(
        LIVE, unit=1, person=70, owner_unit=1, reason="received", starts=[start], by=BY, at=at(1, 9)
    )
    actions.move(LIVE, unit=2, person=80, reason="dispatched", by=BY, at=at(1, 12))
    actions.wait(LIVE, waiting_for="customer", reason="waiting", until=at(9), by=BY, at=at(2, 6))
    actions.resume(LIVE, by=BY, at=at(4, 6))
    actions.stop(LIVE, ["resolution"], by=BY, at=at(4, 12))
    actions.end_matter(LIVE, reason="closed", by=BY, at=at(5, 9))
    actions.reopen_matter(
        LIVE,
        instance=2,
        unit=3,
        person=None,
        reason="in_progress",
        starts=[start],
        by=BY,
        at=at(8, 9),
    )
    actions.end_matter(LIVE, reason="closed", by=BY, at=at(8, 20))


def told_story() -> MatterHistory:
    limit = queries.limit_for("resolution", FAULT, at(1))
    return MatterHistory(
        subject=TOLD,
        owner_unit=1,
        holds=[
            HoldRow(at=at(1, 9), unit=1, person=70, reason="received", by=7),
            HoldRow(at=at(1, 12), unit=2, person=80, reason="dispatched", by=7),
            HoldRow(
                at=at(2, 6),
                unit=2,
                person=80,
                waiting_for="customer",
                reason="waiting",
                until=at(9),
                by=7,
            ),
            HoldRow(at=at(4, 6), unit=2, person=80, reason="dispatched", by=7),
            HoldRow(at=at(5, 9), unit=2, person=80, reason="closed", by=7, ends=True),
            HoldRow(at=at(8, 9), unit=3, reason="in_progress", by=7),
            HoldRow(at=at(8, 20), unit=3, reason="closed", by=7, ends=True),
        ],
        clocks=[
            ClockRow(kind="resolution", limit_id=limit.pk, started_at=at(1, 9), ended_at=at(4, 12)),
            ClockRow(
                kind="resolution",
                instance=2,
                limit_id=limit.pk,
                started_at=at(8, 9),
                ended_at=at(8, 20),
            ),
        ],
    )


def everything(subject: Subject) -> tuple[list[Any], ...]:
    hidden = {"id", "subject_id", "root_id", "silent", "clock_id"}

    def rows(found: QuerySet[Any]) -> list[Any]:
        return [{k: v for k, v in row.items() if k not in hidden} for row in found.values()]

    of = {"clock__subject_id": subject.id}
    return (
        rows(Hold.objects.filter(subject_id=subject.id).order_by("seq")),
        rows(Clock.objects.of(subject).order_by("id")),
        rows(Verdict.objects.filter(**of).order_by("clock_id", "n")),
        [
            (e.kind, e.at, e.facts.get("elapsed_s"))
            for e in ClockEvent.objects.filter(**of).order_by("clock_id", "seq")
        ],
    )


def test_history_equals_the_same_story_told_live() -> None:
    live_story()
    actions.record_history([told_story()], as_of=at(20))
    assert everything(TOLD) == everything(LIVE)
    assert queries.verify() == []


def test_open_history_equals_the_same_story_as_far_as_it_went() -> None:
    start = Start(kind="resolution", match=FAULT)
    actions.open_matter(
        LIVE, unit=1, person=70, owner_unit=1, reason="received", starts=[start], by=BY, at=at(1, 9)
    )
    sweeper.sweep(at(3))
    sweeper.sweep(at(3))
    limit = queries.limit_for("resolution", FAULT, at(1))
    history = MatterHistory(
        subject=TOLD,
        owner_unit=1,
        holds=[HoldRow(at=at(1, 9), unit=1, person=70, reason="received", by=7)],
        clocks=[ClockRow(kind="resolution", limit_id=limit.pk, started_at=at(1, 9))],
    )
    actions.record_history([history], as_of=at(3))
    assert everything(TOLD) == everything(LIVE)


def test_a_live_batch_fires_only_what_falls_due_after_it_began(plain_ladder: None) -> None:
    limit = queries.limit_for("resolution", FAULT, at(1))
    history = MatterHistory(
        subject=TOLD,
        owner_unit=1,
        holds=[HoldRow(at=at(1, 9), unit=1)],
        clocks=[ClockRow(kind="resolution", limit_id=limit.pk, started_at=at(1, 9))],
    )
    actions.record_history([history], as_of=at(2, 8), live=True)
    assert list(Fire.objects.values_list("step", "suppressed")) == [(1, "before_batch")]
    assert sweeper.sweep(at(2, 10)) == 1
    assert list(Fire.objects.order_by("step").values_list("step", "suppressed")) == [
        (1, "before_batch"),
        (2, ""),
    ]


def test_an_imported_wait_has_no_until_and_its_clock_no_due_time() -> None:
    limit = queries.limit_for("resolution", FAULT, at(1))
    history = MatterHistory(
        subject=TOLD,
        owner_unit=1,
        holds=[
            HoldRow(at=at(1, 9), unit=1),
            HoldRow(at=at(1, 10), unit=1, waiting_for="customer"),
        ],
        clocks=[ClockRow(kind="resolution", limit_id=limit.pk, started_at=at(1, 9))],
    )
    actions.record_history([history], as_of=at(9))
    clock = Clock.objects.get()
    assert (clock.due_at, clock.next_fire_at, clock.paused) == (None, None, True)
    assert sweeper.sweep(at(29)) == 0
    actions.resume(TOLD, by=BY, at=at(10, 10))
    clock.refresh_from_db()
    assert clock.due_at == at(11, 9)


def test_history_of_a_known_matter_is_refused() -> None:
    actions.record_history([told_story()], as_of=at(20))
    with pytest.raises(errors.HistoryIsLive), transaction.atomic():
        actions.record_history([told_story()], as_of=at(20))
    assert Hold.objects.count() == 7


def test_a_void_clock_of_history_counts_nowhere() -> None:
    history = MatterHistory(
        subject=TOLD,
        owner_unit=1,
        holds=[HoldRow(at=at(1), unit=1), HoldRow(at=at(2), unit=1, ends=True)],
        clocks=[
            ClockRow(
                kind="resolution",
                started_at=at(1),
                ended_at=at(2),
                given_due_at=at(1) + timedelta(hours=30),
                void_cause="withdrawn",
            )
        ],
    )
    actions.record_history([history], as_of=at(9))
    assert [(v.n, v.verdict, v.cause) for v in Verdict.objects.all()] == [(1, "void", "withdrawn")]
