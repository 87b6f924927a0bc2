"""What somebody finds on the own desk: what is theirs to do, most urgent first, and what they did today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import rows
from shouwen.platform.access.scope import Scope

LENGTH = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """The reader's own work, or the unit's where nothing is with the reader in person."""

    lines: list[rows.Line]
    mine: bool
    waiting: int
    overdue: int
    soon: int
    urged: int


def desk(*, scope: Scope, person: int | None, at: datetime) -> Desk:
    """我的工作台: one list over open clocks, earliest due first."""
    tabs = {v.key: v for v in worklist.views(at=at)}
    counts = worklist.counts(
        [tabs["mine"], tabs["overdue"], tabs["soon"], tabs["urged"], tabs["open"]],
        scope=scope,
        filters=Filters(),
        person=person,
    )
    mine = counts["mine"] > 0
    page = worklist.page(
        tabs["mine" if mine else "open"],
        scope=scope,
        filters=Filters(),
        person=person,
        n=LENGTH,
    )
    return Desk(
        lines=rows.lines([r.case_id for r in page.rows], clocks=[r.clock_id for r in page.rows]),
        mine=mine,
        waiting=counts["mine"] if mine else counts["open"],
        overdue=counts["overdue"],
        soon=counts["soon"],
        urged=counts["urged"],
    )


@dataclass(frozen=True, slots=True)
class Done:
    """How many matters somebody answered or closed since an instant, and in the stretch before it."""

    since: int
    before: int


def done(*, person: int | None, since: datetime, before: datetime) -> Done:
    """今日已办 and 昨日: answered by the person, or closed as their owner."""
    if person is None:
        return Done(0, 0)
    answered = Q(handler_id=person) & Q(answered_at__isnull=False)
    closed = Q(owner_id=person) & Q(closed_at__isnull=False) & ~Q(handler_id=F("owner_id"))
    found = (
        Case.objects.filter(answered | closed)
        .exclude(state__in=[CaseState.VOID, CaseState.WITHDRAWN])
        .aggregate(
            since=Count("pk", filter=Q(answered_at__gte=since) | Q(closed_at__gte=since)),
            before=Count(
                "pk",
                filter=Q(answered_at__gte=before, answered_at__lt=since)
                | Q(closed_at__gte=before, closed_at__lt=since),
            ),
        )
    )
    return Done(found["since"], found["before"])
