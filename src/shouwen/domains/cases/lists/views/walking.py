"""The case before and after this one (K and J) in the list it was opened from, which its address carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse

from shouwen.domains.cases.choices import OPEN
from shouwen.domains.cases.lists.asking import Asked, asked, place
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import ledgers
from shouwen.domains.cases.queries.search import search
from shouwen.platform.access.http import StaffRequest

LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Walk:
    """The pages beside this one, and the list itself; empty where there is none."""

    prev: str = ""
    next: str = ""
    back: str = ""


def walk(
    request: StaffRequest,
    case: Case,
    clocks: Sequence[ledgers.Shown],
    *,
    at: datetime,
    zone: ZoneInfo,
) -> Walk:
    """The list as the reader left it, in its order; without one, all open cases by the time left."""
    wanted = asked(QueryDict(request.GET.get("list", "")[:LONGEST]), scope=request.acting.scope)
    if wanted.q:
        return _found(wanted, case)
    here = place(request.GET.get("at"), wanted.order) or _place(wanted, case, clocks)
    if here is None:
        return Walk(back=wanted.url())
    before, after = worklist.beside(
        wanted.viewed(at=at, zone=zone),
        scope=wanted.scope,
        filters=wanted.filters(at=at, zone=zone),
        person=request.acting.staff_id,
        here=here,
        n=2,
    )
    return Walk(_nearest(before, wanted, case), _nearest(after, wanted, case), wanted.url())


def _found(wanted: Asked, case: Case) -> Walk:
    """Among what a search finds, newest first."""
    ids = search(wanted.q, scope=wanted.scope)
    back = f"{reverse('cases:list')}?{wanted.said}"
    if case.pk not in ids:
        return Walk(back=back)
    here = ids.index(case.pk)
    prev, next_ = (
        [reverse("cases:case", args=[pk]) + wanted.place_of(None) for pk in beside]
        for beside in (ids[max(here - 1, 0) : here], ids[here + 1 : here + 2])
    )
    return Walk("".join(prev), "".join(next_), back)


def _place(wanted: Asked, case: Case, clocks: Sequence[ledgers.Shown]) -> worklist.Key | None:
    """Where a case that was not opened from a list stands among all open ones."""
    running = (c.clock for c in clocks)
    front = next((c for c in running if c.front and c.ended_at is None), None)
    if wanted.said or front is None or case.state not in OPEN:
        return None
    return worklist.Key(front.sort_at, front.pk)


def _nearest(rows: Sequence[worklist.Row], wanted: Asked, case: Case) -> str:
    """Of two rows the nearer one, unless this case has moved there itself."""
    row = next((row for row in rows if row.case_id != case.pk), None)
    return reverse("cases:case", args=[row.case_id]) + wanted.place_of(row.key) if row else ""
