"""What a desk says of cases: those of the reader's units, and what the reader did today."""

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


@dataclass(frozen=True, slots=True)
class Units:
    """What lies in the reader's units: how many are open, overdue, due within two hours, urged."""

    open: int
    overdue: int
    soon: int
    urged: int


def units(*, scope: Scope, at: datetime) -> Units:
    """本单位在办; exact to a thousand."""
    tabs = {v.key: v for v in worklist.views(at=at)}
    keys = ("open", "overdue", "soon", "urged")
    counts = worklist.counts(
        [tabs[key] for key in keys], scope=scope, filters=Filters(), person=None
    )
    return Units(**counts)


def first(n: int, *, scope: Scope, at: datetime) -> list[rows.Line]:
    """The ``n`` open cases of the reader's units that are due next."""
    (tab,) = (v for v in worklist.views(at=at) if v.key == "open")
    page = worklist.page(tab, scope=scope, filters=Filters(), person=None, n=n)
    return rows.lines([r.case_id for r in page.rows], clocks=[r.clock_id for r in page.rows])


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
