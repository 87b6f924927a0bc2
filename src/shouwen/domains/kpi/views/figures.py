"""The monitor, the catalogue of figures, and one figure: how it went and who stands where."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.kpi import asking, definitions, pages, queries, reach, rules
from shouwen.domains.kpi.definitions import CATALOGUE, Definition
from shouwen.domains.kpi.monitor import board
from shouwen.domains.kpi.reach import Question, Reach
from shouwen.domains.kpi.targets import aims
from shouwen.domains.kpi.words import period_name, short_name, shown
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.ratios import rounded
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org

MONITOR_EVERY = 30  # seconds between two looks of an open monitor
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
    definition = asking.figure_asked(code)
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
        "cut": pages.axis_cut(_heights(trend)) if definition.scale == 100 else 0,
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
