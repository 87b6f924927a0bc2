"""责任时长 by unit and period, the matters behind a number, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.blame import queries, rules, tables
from shouwen.domains.blame.choices import Side
from shouwen.domains.blame.queries import Line, Question
from shouwen.domains.cases.choices import UNCOUNTED
from shouwen.domains.cases.models import Case
from shouwen.domains.kpi import asking
from shouwen.domains.kpi.words import period_name
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.kernel.ratios import largest_remainder
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks.choices import WaitingFor
from shouwen.platform.exchange.writers import marked
from shouwen.platform.exports.answering import as_file
from shouwen.platform.org import queries as org

PAGE = 50
PEOPLE = 30


@requires(rules.VIEW)
@require_GET
def period(request: StaffRequest) -> HttpResponse:
    """责任时长: who held the matters how long in a month, and what they waited for."""
    asked = _asked(request)
    found = queries.figures(asked)
    today = asked.at.astimezone(org.zone_of(asked.unit)).date()
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "units": _shown(found.units, asked, "unit"),
        "people": _shown(found.people, asked, "unit", "person")[:PEOPLE],
        "more_people": max(len(found.people) - PEOPLE, 0),
        "waits": _shown(found.waits, asked, "waiting_for"),
        "reasons": _shown(found.reasons, asked),
        "requests": queries.requests(asked),
        "unit_name": org.names([asked.unit])[asked.unit],
        "choices": asking.choices(asked.unit, request.acting, lambda u: _url(asked, unit=u)),
        "sides": [(side, side.label, _url(asked, side=side.value)) for side in Side],
        "grains": [(g, periods.containing(asked.period.last, g).id) for g in _GRAINS],
        "period_name": period_name(asked.period),
        "previous": _url(asked, period=asked.period.previous().id),
        "next": _url(asked, period=asked.period.next().id) if asked.period.last < today else "",
        "csv": _url(asked, name="blame:file", kind="csv"),
        "xlsx": _url(asked, name="blame:file", kind="xlsx"),
        "running": asked.period.last >= today,
        "now": asked.at,
    }
    return render(request, "blame/period.html", context)


_GRAINS = (Grain.XUN, Grain.MONTH, Grain.QUARTER)


def _asked(request: StaffRequest) -> Question:
    """The question of the address; 404 for units out of sight and periods that are none."""
    unit, now = asking.unit_asked(request.GET, request.acting), timezone.now()
    today = now.astimezone(org.zone_of(unit)).date()
    spelled = request.GET.get("period", "")
    try:
        wanted = periods.parse(spelled) if spelled else periods.containing(today, Grain.MONTH)
    except ValueError:
        raise Http404 from None
    if not date(1990, 1, 1) <= wanted.first <= today:
        raise Http404
    side = request.GET.get("side", Side.HELD.value)
    if side not in Side.values:
        raise Http404
    return Question(unit=unit, period=wanted, side=Side(side), scope=request.acting.scope, at=now)


def _url(asked: Question, *, name: str = "blame:period", kind: str = "", **changed: object) -> str:
    where = reverse(name, args=[kind]) if kind else reverse(name)
    return f"{where}?{_query(asked, changed)}"


def _matters_url(asked: Question, **wanted: object) -> str:
    return f"{reverse('blame:matters')}?{_query(asked, wanted)}"


def _query(asked: Question, changed: Mapping[str, object]) -> str:
    terms: dict[str, object] = {"unit": asked.unit, "period": asked.period.id}
    if asked.side != Side.HELD:
        terms["side"] = asked.side.value
    return urlencode(terms | {k: v for k, v in changed.items() if v is not None})


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its share of the table and the way to its matters."""

    line: Line
    share: str
    url: str


def _shown(lines: Sequence[Line], asked: Question, *keys: str) -> list[Shown]:
    parts = largest_remainder([line.working for line in lines])
    return [
        Shown(line, f"{part:.1f}%", _rows_url(line, asked, keys) if keys else "")
        for line, part in zip(lines, parts, strict=True)
    ]


def _rows_url(line: Line, asked: Question, keys: Sequence[str]) -> str:
    wanted: dict[str, object] = {}
    if "unit" in keys:
        wanted["of"] = line.unit
    if "person" in keys:
        wanted["person"] = line.person
    if "waiting_for" in keys:
        wanted["wait"] = line.key
    return _matters_url(asked, **wanted)


@requires(rules.VIEW)
@require_GET
def matters(request: StaffRequest) -> HttpResponse:
    """下钻: the matters behind a number, the longest first; those out of sight by number of rows only."""
    asked = _asked(request)
    unit, person = _number(request, "of"), _number(request, "person")
    wait = request.GET.get("wait") or None
    if wait is not None and wait not in WaitingFor.values:
        raise Http404
    found = queries.matters(asked, unit=unit, person=person, waiting_for=wait)
    page = min(_number(request, "page") or 0, max(0, (len(found) - 1) // PAGE))
    here = found[page * PAGE : (page + 1) * PAGE]
    seen = Case.objects.reachable_by(request.acting.scope).exclude(state__in=sorted(UNCOUNTED))
    cases = seen.in_bulk([m.subject for m in here])
    keep = {"of": unit, "person": person, "wait": wait}
    context = {
        "asked": asked,
        "rows": [(m, cases.get(m.subject or 0)) for m in here],
        "number": len(found),
        "working": found.working_seconds,
        "unit_name": org.names([unit]).get(unit, "") if unit else "",
        "person_name": org.staff_names([person]).get(person, "") if person else "",
        "wait_name": queries.wait_word(wait) if wait else "",
        "period_name": period_name(asked.period),
        "back": _url(asked),
        "start": page * PAGE + 1 if here else 0,
        "end": page * PAGE + len(here),
        "prev": _matters_url(asked, **keep, page=page - 1) if page else "",
        "next": _matters_url(asked, **keep, page=page + 1)
        if (page + 1) * PAGE < len(found)
        else "",
    }
    return render(request, "blame/matters.html", context)


def _number(request: StaffRequest, name: str) -> int | None:
    spelled = request.GET.get(name, "")
    return whole(spelled)


_TYPES = ("csv", "xlsx")


@requires(rules.VIEW)
@require_GET
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """The tables of a period as CSV or XLSX."""
    if kind not in _TYPES:
        raise Http404
    asked = _asked(request)
    rows = list(tables.rows(queries.figures(asked)))
    code = org.codes([asked.unit]).get(asked.unit, "")
    return as_file(
        request,
        "blame.period",
        kind,
        name=f"blame-{code}-{asked.period.id}-{asked.side}.{kind}",
        rows=len(rows),
        scope=f"{code} · {asked.period.id} · {asked.side}",
        at=timezone.now(),
        write=lambda mark: marked(kind, tables.COLUMNS, rows, mark),
    )
