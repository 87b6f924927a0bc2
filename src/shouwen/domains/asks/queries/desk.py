"""The requests somebody finds on the own desk: those in hand, and those the own unit has to accept."""

from __future__ import annotations

from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.lines import Line, lines
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.models import Clock

LENGTH = 12
_WANTED = clocks.Wanted(subject_kind="request", handled_only=True)


def desk(acting: Acting) -> list[tuple[Line, Clock]]:
    """Rows with the clock that is due next, most urgent first."""
    if acting.unit_id is None or not acting.may("asks.answer"):
        return []
    scope = Scope(units=frozenset({acting.unit_id}))
    fronts = {
        c.subject_id: c
        for c in clocks.page(scope, n=4 * LENGTH, wanted=_WANTED)
        if c.person_id in (None, acting.staff_id)
    }
    found = Request.objects.filter(pk__in=fronts).select_related("case")
    rows = [(line, fronts[line.request.pk]) for line in lines(found)]
    return sorted(rows, key=lambda row: row[1].sort_at)[:LENGTH]
