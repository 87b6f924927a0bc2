"""The rows of the case table as its template prints them: what all rows share is made once a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from shouwen.domains.cases import marks
from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.queries.rows import Line
from shouwen.domains.cases.templatetags.cases import state_of
from shouwen.platform.ui.components.atoms import person
from shouwen.platform.ui.components.clocks import clock_chip
from shouwen.platform.ui.components.lists import matter
from shouwen.platform.ui.components.words import dash, short_time

Cells = dict[str, object]
_ANY = 987654321  # stands for the id while an address is reversed


def rows(lines: Sequence[Line], *, now: datetime, staff_id: int | None = None) -> list[Cells]:
    """One dictionary of finished cells a row, in the order given; marked for this reader."""
    marked = marks.marks([line.case.pk for line in lines], staff_id=staff_id, at=now)
    kinds = {kind.value: str(kind.label) for kind in CaseKind}
    states = {state.value: state_of(state) for state in CaseState}
    page, panel = address("cases:case"), address("cases:panel")
    tick = gettext("Tick %(number)s")
    return [
        {
            "case": line.case,
            "new": marks.NEW in marked.get(line.case.pk, ()),
            "id": str(line.case.pk),
            "number": line.case.number,
            "tick": tick % {"number": line.case.number},
            "page": page(line.case.pk),
            "panel": panel(line.case.pk),
            "time": _time(line, now),
            "kind": kinds[line.case.kind],
            "matter": matter(line.case.title, tags=line.tags),
            "state": states[line.case.state],
            "handler": person(line.handler, unit=line.handler_unit, id=line.case.handler_id),
            "owner": line.owner,
            "owner_unit": line.owner_unit,
            "customer": dash(line.customer),
            "phone": line.phone,
            "urges": _urges(line.case.urges),
            "opened": short_time(line.case.opened_at),
        }
        for line in lines
    ]


def address(name: str) -> Callable[[int], str]:
    """The address of an id under a URL name, reversed once."""
    before, after = reverse(name, args=[_ANY]).split(str(_ANY))
    return lambda pk: f"{before}{pk}{after}"


def _time(line: Line, now: datetime) -> SafeString:
    """What is left on the front clock; of an ended case, when it ended."""
    if line.clock is not None:
        return clock_chip(line.clock, now)
    return format_html('<span class="sw-muted">{}</span>', short_time(line.case.closed_at))


def _urges(count: int) -> SafeString:
    if count:
        return format_html('<span class="sw-warn sw-strong">{}</span>', count)
    return format_html('<span class="sw-muted">{}</span>', "—")
