"""下钻: the rows behind any number, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.appeals import rules as appeal_rules
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.appeals.queries import upheld
from shouwen.domains.kpi import asking, queries, reach, rules
from shouwen.domains.kpi.caselist import CaseLine, case_lines
from shouwen.domains.kpi.choices import Subject
from shouwen.domains.kpi.definitions import Definition
from shouwen.domains.kpi.queries import Tally
from shouwen.domains.kpi.reach import Reach, Span
from shouwen.domains.kpi.records import COLUMNS, as_table
from shouwen.domains.kpi.requestlist import RequestLine, request_lines
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.writers import marked
from shouwen.platform.exports.answering import as_file
from shouwen.platform.org import queries as org

PAGE = 50


@dataclass(frozen=True)
class _Asked:
    """What a drill-down is about: a number of a unit and of days, and which of its rows."""

    definition: Definition
    where: Reach
    first: date
    last: date
    hit: str
    now: datetime

    @property
    def unit(self) -> int:
        return self.where.under

    @property
    def _span(self) -> Span:
        return reach.span(self.first, self.last, None, as_of=self.now)

    @property
    def hits(self) -> bool | None:
        """Only rows in the numerator, only those not in it, or all."""
        return {"1": True, "0": False}.get(self.hit)

    def tally(self) -> Tally:
        return queries.tally(self.definition, reach=self.where, span=self._span)

    def rows(self, *, start: int = 0, most: int) -> list[queries.Row]:
        """So many of the rows in the reader's scope."""
        asked: dict[str, Any] = {"hit": self.hits, "start": start, "most": most}
        return list(queries.page(self.definition, reach=self.where, span=self._span, **asked))

    def aside(self) -> Iterator[queries.Row]:
        """What upheld appeals took out of the number."""
        return queries.set_aside(self.definition, reach=self.where, span=self._span)


def _asked(request: StaffRequest, code: str) -> _Asked:
    """The question of the address; 404 for days that are none and units out of sight."""
    unit = asking.unit_asked(request.GET, request.acting)
    first = asking.day_asked(request.GET, "from")
    last = asking.day_asked(request.GET, "to")
    if first is None or last is None or last < first:
        raise Http404
    where = reach.whole(unit, request.acting.scope)
    if request.GET.get("own") == "1":
        where = Reach(under=unit, zone=where.zone, units=(unit,), members={unit: unit})
    hit = request.GET.get("hit", "")
    return _Asked(asking.figure_asked(code), where, first, last, hit, timezone.now())


@requires(rules.VIEW)
@require_GET
def rows(request: StaffRequest, code: str) -> HttpResponse:
    """下钻: the rows behind a number, one page of fifty; only of units in the reader's scope."""
    asked = _asked(request, code)
    tally = asked.tally()
    number = tally.of(asked.hits)
    page = _page_asked(request, number)
    found = asked.rows(start=page * PAGE, most=PAGE)
    file = reverse("kpi:file", args=[code, "csv"])
    context = {
        "definition": asked.definition,
        "unit": asked.unit,
        "unit_name": org.names([asked.unit])[asked.unit],
        "zone": asked.where.zone,
        "first": asked.first,
        "last": asked.last,
        "hit": asked.hit,
        "hits": tally.hits,
        "number": number,
        "lines": _lines(asked, found, request.acting.scope),
        "start": page * PAGE + 1 if found else 0,
        "end": min((page + 1) * PAGE, number),
        "prev": _with(request, page - 1) if page else "",
        "next": _with(request, page + 1) if (page + 1) * PAGE < number else "",
        "everything": _with(request, 0, hit=""),
        "only_hits": _with(request, 0, hit="1"),
        "only_misses": _with(request, 0, hit="0"),
        "csv": file + _with(request, 0),
        "xlsx": file.removesuffix("csv") + "xlsx" + _with(request, 0),
        "may_see_appeals": request.acting.may(appeal_rules.VIEW),
        "aside": _excused(islice(asked.aside(), PAGE), request.acting.scope, asked.now),
    }
    return render(request, "kpi/rows.html", context)


def _excused(
    found: Iterable[queries.Row], scope: Scope, now: datetime
) -> list[tuple[CaseLine, Sequence[Appeal]]]:
    """剔除: each case that upheld appeals took out of the figure, with those appeals."""
    ids = [row.case for row in found if row.case is not None]
    appeals = upheld(ids)
    lines = case_lines(ids, scope=scope, at=now) if ids else []
    return [(line, appeals.get(line.case, ())) for line in lines]


def _lines(
    asked: _Asked, found: list[queries.Row], scope: Scope
) -> list[CaseLine] | list[RequestLine]:
    if asked.definition.subject is Subject.REQUEST:
        rows = {row.id: row for row in found}
        return [
            replace(line, hit=rows[line.request].hit, points=rows[line.request].amount)
            for line in request_lines(list(rows), scope=scope)
        ]
    units = org.names({row.charged for row in found})
    cases = [row.case for row in found if row.case is not None]
    return [
        replace(line, hit=row.hit, unit=units[row.charged])
        for row, line in zip(found, case_lines(cases, scope=scope, at=asked.now), strict=True)
    ]


@requires(rules.VIEW)
@require_GET
def file(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """下钻导出: the rows behind a number as CSV or XLSX: numbers, codes and times, nobody's words."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    asked = _asked(request, code)
    number = asked.tally().of(asked.hits)
    unit = org.codes([asked.unit]).get(asked.unit, "")
    days = f"{asked.first.isoformat()}..{asked.last.isoformat()}"
    return as_file(
        request,
        "kpi.rows",
        kind,
        name=f"{asked.definition.id}-{unit}-{days}.{kind}",
        rows=number,
        scope=f"{asked.definition.id} · {unit} · {days}",
        at=asked.now,
        write=lambda mark: marked(
            kind, COLUMNS, as_table(asked.definition, asked.rows(most=number), asked.where), mark
        ),
    )


def _page_asked(request: StaffRequest, number: int) -> int:
    spelled = request.GET.get("page", "0")
    page = whole(spelled, digits=8, otherwise=0)
    return min(page, max(0, (number - 1) // PAGE))


def _with(request: StaffRequest, page: int, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in {"page": str(page) if page else "", **changed}.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"
