"""Bulletins on screen: reading, drafting, freezing, and the rows behind every number."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.bulletins import actions, files, pages, queries, rules
from shouwen.domains.bulletins.choices import Column, Part, Rate
from shouwen.domains.bulletins.errors import NotTenDays
from shouwen.domains.bulletins.paper import lay_out
from shouwen.domains.kpi import asking
from shouwen.kernel import periods
from shouwen.kernel.errors import Refused
from shouwen.kernel.periods import Grain, Period
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.answering import as_file
from shouwen.platform.org import queries as org

EARLIEST = date(1990, 1, 1)
FORMS = frozenset({"json", "html", "xlsx"})


@requires(rules.VIEW)
@require_GET
def latest(request: StaffRequest) -> HttpResponse:
    """The last ten days that are over, of the reader's own unit."""
    unit = asking.home_unit(request.acting)
    today = timezone.now().astimezone(org.zone_of(unit)).date()
    period = periods.containing(today, Grain.XUN).previous()
    return redirect("bulletins:bulletin", unit=unit, period=period.id)


@requires(rules.VIEW)
@require_GET
def bulletin(request: StaffRequest, unit: int, period: str) -> HttpResponse:
    """One issue on paper, with its making and its checks beside it."""
    now = timezone.now()
    days = _asked(request, unit, period)
    issue = queries.issue(unit, days, at=now)
    context = {
        "issue": issue,
        "paper": lay_out(
            issue,
            link=lambda part, line, column: _rows_url(unit, days, part, line, column),
            case_link=lambda case, _number: reverse("cases:case", args=[case]),
        ),
        **pages.surroundings(issue, request.acting, now=now),
    }
    return render(request, "bulletins/bulletin.html", context)


@requires(rules.DRAFT)
@require_POST
def draft(request: StaffRequest, unit: int, period: str) -> HttpResponse:
    days = _asked(request, unit, period)
    actions.draft(unit, days.id, by=request.acting.actor(), at=timezone.now())
    messages.success(request, _("Draft opened; its figures follow the facts until it is frozen."))
    return redirect("bulletins:bulletin", unit=unit, period=days.id)


@requires(rules.FREEZE)
@require_POST
def freeze(request: StaffRequest, unit: int, period: str) -> HttpResponse:
    days = _asked(request, unit, period)
    found = queries.find(unit, days)
    if found is None:
        raise Http404
    try:
        actions.freeze(found.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Frozen: these figures stand from now on."))
    return redirect("bulletins:bulletin", unit=unit, period=days.id)


@requires(rules.VIEW)
@require_GET
def file(request: StaffRequest, unit: int, period: str, kind: str) -> HttpResponse:
    """The issue as JSON, self-contained page or workbook."""
    days = _asked(request, unit, period)
    if kind not in FORMS:
        raise Http404
    at = timezone.now()
    issue = queries.issue(unit, days, at=at)
    name = f"bulletin-{org.codes([unit])[unit]}-{days.id}.{kind}"
    return as_file(
        request,
        "bulletins.issue",
        kind,
        name=name.encode("ascii", "replace").decode(),
        rows=files.rows_of(issue),
        scope=f"{org.names([unit])[unit]} · {days.id}",
        at=at,
        write=lambda mark: files.written(issue, kind, mark),
    )


@requires(rules.VIEW)
@require_GET
def rows(
    request: StaffRequest, unit: int, period: str, part: str, line: str, column: str
) -> HttpResponse:
    """The cases behind one number, as they were counted."""
    days = _asked(request, unit, period)
    now = timezone.now()
    issue = queries.issue(unit, days, at=now)
    if part not in Part.values or column not in {*Column.values, *Rate.values}:
        raise Http404
    ids = pages.behind(issue, Part(part), line, column)
    if ids is None:
        raise Http404
    context = pages.listed(issue, Part(part), line, column, ids, request=request, at=now)
    return render(request, "bulletins/rows.html", context)


def _asked(request: StaffRequest, unit: int, period: str) -> Period:
    """The period of the address; 404 outside the scope, for no ten days, or for days to come."""
    try:
        days = queries.ten_days(period)
    except NotTenDays:
        raise Http404 from None
    if unit not in org.tree().nodes or not request.acting.scope.covers(unit):
        raise Http404
    today = timezone.now().astimezone(org.zone_of(unit)).date()
    if not EARLIEST <= days.first <= today:
        raise Http404
    return days


def _rows_url(unit: int, days: Period, part: Part, line: int | None, column: str) -> str:
    return reverse(
        "bulletins:rows",
        args=[unit, days.id, part.value, "total" if line is None else line, column],
    )
