"""Limits and clocks as other apps read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import Basis
from shouwen.platform.clocks.models import Clock, Hold, Limit, Verdict


def limit_for(
    kind: str, match: limits.Match, at: datetime, *, basis: str = Basis.INTERNAL
) -> Limit | None:
    """The limit a clock of this kind would get for such a matter; None if it would have none."""
    terms = limits.rules().choose(str(kind), str(basis), match, at)
    return None if terms is None else Limit.objects.get(pk=terms.id)


def clocks_of(subject: Subject) -> list[Clock]:
    """All clocks of a matter, earliest instance first; each with ``verdict`` (the latest, or None)."""
    clocks = list(Clock.objects.of(subject).order_by("instance", "started_at", "id"))
    verdicts = dict(
        Verdict.objects.filter(clock__in=clocks).order_by("n").values_list("clock_id", "verdict")
    )
    for clock in clocks:
        clock.verdict = verdicts.get(clock.pk)  # type: ignore[attr-defined]
    return clocks


def fronts_of(kind: str, ids: Iterable[int]) -> dict[int, Clock]:
    """The clock the desk shows for each of these matters that is open."""
    rows = Clock.objects.front().filter(subject_kind=kind, subject_id__in=list(ids))
    return {c.subject_id: c for c in rows}


def holds_of(subject: Subject) -> list[Hold]:
    """Who had the matter, in order."""
    return list(
        Hold.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("seq")
    )


def overdue(*, at: datetime) -> QuerySet[Clock]:
    """超时未结: open clocks past their due time, worst first."""
    return Clock.objects.open().filter(due_at__lt=at).order_by("due_at", "id")


def due_within(length: timedelta, *, at: datetime) -> QuerySet[Clock]:
    """即将超时: open clocks that fall due from now until then, nearest first."""
    due = Clock.objects.open().filter(due_at__gte=at, due_at__lte=at + length)
    return due.order_by("due_at", "id")
