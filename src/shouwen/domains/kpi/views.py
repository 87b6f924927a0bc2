"""The monitor, the catalogue of figures, one figure, and the rows behind any number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.appeals import rules as appeal_rules
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.appeals.queries import upheld
from shouwen.domains.kpi import asking, definitions, pages, queries, reach, rules
from shouwen.domains.kpi.caselist import CaseLine, case_lines
from shouwen.domains.kpi.choices import Subject
from shouwen.domains.kpi.definitions import CATALOGUE, Definition
from shouwen.domains.kpi.monitor import board
from shouwen.domains.kpi.queries import Tally
from shouwen.domains.kpi.reach import Question, Reach, Span
from shouwen.domains.kpi.records import COLUMNS, as_table
from shouwen.domains.kpi.requestlist import RequestLine, request_lines
from shouwen.domains.kpi.targets import aims
from shouwen.domains.kpi.words import period_name, short_name, shown
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.ratios import rounded
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.writers import marked
from shouwen.platform.exports.answering import as_file
from shouwen.platform.org import queries as org

MONITOR_EVERY = 30  # seconds between two looks of an open monitor
PAGE = 50
TREND = 12


@requires(rules.VIEW)
@require_GET
def monitor(request: StaffRequest) -> HttpResponse:
    """日监控. A poll gets the board alone, or 304 while nothing has moved."""
    now = timezone.now()
    unit = asking.unit_asked(request.GET, request.acting)
    shown_board = board(
        unit, at=now, scope=request.acting.scope, day=asking.day_asked(request.GET, "day")
    )
    aimed = aims(unit, on=shown_board.day)
    lines, total = pages.unit_lines(shown_board, aimed)
    context: dict[str, Any] = {
        "now": now,
        "board": shown_board,
        "cards": pages.cards(shown_board, aimed),
        "lines": lines,
        "total": total,
        "bars": (bars := pages.bars(shown_board)),
        "bars_height": 4 + 30 * len(bars),
        "floor": definitions.RANKED_FROM,
    }
    if request.headers.get("X-Poll"):
        return _polled(request, context)
    keep = "" if shown_board.live else f"&day={shown_board.day.isoformat()}"
    context |= {
        "unit": unit,
        "unit_name": org.names([unit])[unit],
        "choices": asking.choices(unit, request.acting, f"?unit={{}}{keep}".format),
        "version": definitions.VERSION,
        "yesterday": shown_board.day - timedelta(days=1),
        "tomorrow": None if shown_board.live else shown_board.day + timedelta(days=1),
        "every": MONITOR_EVERY if shown_board.live else 0,
    }
    return render(request, "kpi/monitor.html", context)


def _polled(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    html = render_to_string("kpi/monitor.html#board", context, request)
    etag = f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return HttpResponse(html, headers={"ETag": etag, "Cache-Control": "no-store"})


@requires(rules.VIEW)
@require_GET
def catalogue(request: StaffRequest) -> HttpResponse:
    """指标目录: every figure with its definition, this and the last ten days, and its target."""
    now = timezone.now()
    unit = asking.unit_asked(request.GET, request.acting)
    where = reach.whole(unit, request.acting.scope)
    period = periods.at(now, Grain.XUN, where.zone)
    before = period.previous()
    span = reach.span(before.first, period.last, Grain.XUN, as_of=now)
    aimed = aims(unit, on=period.first)
    listed = []
    for definition in CATALOGUE:
        if definition.live:
            continue
        last, this = queries.measure(definition, Question(reach=where, span=span))
        aim = aimed.get(definition.id)
        listed.append(
            {
                "definition": definition,
                "now": shown(this),
                "before": shown(last),
                "ratio": this.ratio,
                "change": pages.change(this, last),
                "target": aim.text if aim else "",
                "state": pages.STATES.get(aim.judge(this.ratio), "") if aim else "",
                "rows": pages.rows_url(definition.code, unit, period.first, period.last),
            }
        )
    context = {
        "listed": listed,
        "unit": unit,
        "unit_name": org.names([unit])[unit],
        "choices": asking.choices(unit, request.acting),
        "period": period_name(period),
        "before": period_name(before),
        "version": definitions.VERSION,
    }
    return render(request, "kpi/catalogue.html", context)


@requires(rules.VIEW)
@require_GET
def figure(request: StaffRequest, code: str) -> HttpResponse:
    """One figure: how it went, who stands where, and the way to the rows."""
    definition = _defined(code)
    now = timezone.now()
    unit = asking.unit_asked(request.GET, request.acting)
    where = reach.whole(unit, request.acting.scope)
    period = _period_asked(request, where, now.astimezone(where.zone).date())
    trend = _trend(definition, where, period, now)
    span = reach.over(period, as_of=now)
    by_unit = queries.measure(
        definition, Question(reach=reach.by_unit(unit, request.acting.scope), span=span)
    )
    aim = aims(unit, on=period.first).get(definition.id)
    this, last = trend[-1], trend[-2]
    context = {
        "definition": definition,
        "unit": unit,
        "unit_name": org.names([unit])[unit],
        "choices": asking.choices(unit, request.acting, f"?unit={{}}&period={period.id}".format),
        "period": period,
        "period_name": period_name(period),
        "previous": period.previous().id,
        "next": period.next().id if period.last < now.astimezone(where.zone).date() else "",
        "grains": [
            (g, periods.containing(period.last, g).id) for g in (Grain.DAY, Grain.XUN, Grain.MONTH)
        ],
        "trend": _plotted(trend),
        "cut": pages.axis_cut(_heights(trend)) if definition.is_rate else 0,
        "this": this,
        "shown": shown(this),
        "change": pages.change(this, last),
        "before_name": period_name(period.previous()),
        "aim": aim,
        "state": pages.STATES.get(aim.judge(this.ratio), "") if aim else "",
        "target": rounded(float(aim.value) * definition.scale, 1)
        if aim and definition.is_rate
        else "",
        "ranked": pages.ranked(by_unit, period.first, period.last),
        "floor": definition.floor,
        "rows": pages.rows_url(definition.code, unit, period.first, period.last),
        "version": definitions.VERSION,
    }
    return render(request, "kpi/figure.html", context)


def _defined(code: str) -> Definition:
    found = definitions.find(code)
    if found is None:
        raise Http404
    return found


def _period_asked(request: StaffRequest, where: Reach, today: date) -> Period:
    spelled = request.GET.get("period", "")
    try:
        period = periods.parse(spelled) if spelled else periods.containing(today, Grain.XUN)
    except ValueError:
        raise Http404 from None
    if not date(1990, 1, 1) <= period.first <= today:
        raise Http404
    return period


def _trend(
    definition: Definition, where: Reach, last: Period, now: datetime
) -> list[queries.Figure]:
    first = last
    for _n in range(TREND - 1):
        first = first.previous()
    span = reach.span(first.first, last.last, last.grain, as_of=now)
    return queries.measure(definition, Question(reach=where, span=span))


def _heights(trend: list[queries.Figure]) -> list[float | None]:
    return [
        None
        if one.value is None
        else one.value * one.definition.scale
        if one.definition.is_rate
        else one.value / 3600
        if one.spread
        else one.value
        for one in trend
    ]


def _plotted(trend: list[queries.Figure]) -> list[dict[str, Any]]:
    return [
        {
            "name": short_name(periods.parse(one.period)),
            "id": one.period,
            "height": "" if height is None else f"{height:.2f}",
            "shown": shown(one),
            "ratio": one.ratio,
        }
        for one, height in zip(trend, _heights(trend), strict=True)
    ]


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
    return _Asked(_defined(code), where, first, last, hit, timezone.now())


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
