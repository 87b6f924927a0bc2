"""名单: a list of cases on paper, for when nothing else runs: one self-contained page, CSV or XLSX.

Personal data are masked as on the screen. The head says whose cases, by which filter, as of when and
in which zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.lists.queries.worklist import View
from shouwen.domains.cases.queries import rows
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import writers
from shouwen.platform.ui.components.clocks import face_of

STEP = 500
MOST = 5_000
FORMATS = ("html", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Paper:
    """A list ready to be written: its head, its column names and its rows."""

    head: str
    columns: list[str]
    rows: list[list[str]]
    whole: bool  # whether all that fit are on it


def listed(
    view: View,
    *,
    scope: Scope,
    filters: Filters = Filters(),
    person: int | None = None,
    words: Sequence[str],
    zone: ZoneInfo,
    at: datetime,
) -> Paper:
    """The cases of a view in its order, at most 5,000; ``words`` name units and filter in the head."""
    with timezone.override(zone):
        found = [
            _row(line, zone, at)
            for page in _pages(view, scope, filters, person)
            for line in rows.lines(page)
        ]
        whole = len(found) < MOST
        when = f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key})"
        count = _("%(count)s cases") % {"count": len(found)}
        if not whole:
            count = _("the first %(count)s cases") % {"count": len(found)}
    return Paper(" · ".join([*words, count, when]), _columns(), found, whole)


def _pages(view: View, scope: Scope, filters: Filters, person: int | None) -> Iterator[list[int]]:
    after, seen, filters = None, 0, worklist.worded(filters)
    while seen < MOST:
        page = worklist.page(view, scope=scope, filters=filters, person=person, after=after, n=STEP)
        if page.rows:
            yield [row.case_id for row in page.rows]
            after, seen = page.rows[-1].key, seen + len(page.rows)
        if not page.more:
            return


def _columns() -> list[str]:
    return [
        _("Number"), _("Due"), _("Time left"), _("Kind"), _("Matter"), _("State"),
        _("Handling unit"), _("Handler"), _("First asked"), _("Customer"), _("Telephone"),
        _("Urges"), _("Opened at"), _("Ended at"),
    ]  # fmt: skip


def _row(line: rows.Line, zone: ZoneInfo, at: datetime) -> list[str]:
    case, clock = line.case, line.clock
    return [
        case.number,
        _moment(clock.due_at if clock else None, zone),
        str(face_of(clock, at).words) if clock else "",
        str(CaseKind(case.kind).label),
        case.title,
        str(CaseState(case.state).label),
        line.handler_unit,
        line.handler,
        f"{line.owner_unit} {line.owner}".strip(),
        line.customer,
        line.phone,
        str(case.urges) if case.urges else "",
        _moment(case.opened_at, zone),
        _moment(case.closed_at, zone),
    ]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def marked(paper: Paper, mark: object) -> Paper:
    """The same list, its head ending with who took it."""
    return replace(paper, head=f"{paper.head} · {mark}")


def as_html(paper: Paper) -> str:
    """One page that needs nothing beside it and prints on A4, its head on every sheet."""
    return render_to_string("cases/lists/paper.html", {"paper": paper})


def write_csv(out: IO[str], paper: Paper) -> int:
    """The head alone in the first row, then the names of the columns."""
    return writers.write_csv(out, [paper.head], _under_head(paper)) - 1


def write_xlsx(
    out: Path | IO[bytes], paper: Paper, properties: Mapping[str, str] | None = None
) -> int:
    return writers.write_xlsx(out, [paper.head], _under_head(paper), properties=properties) - 1


def _under_head(paper: Paper) -> Iterable[list[Any]]:
    return chain([paper.columns], paper.rows)
