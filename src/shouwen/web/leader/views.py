"""班长台席: the page, its live part, and taking a case over."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.care import queries as care
from shouwen.domains.care import rules as care_rules
from shouwen.domains.care.models import CareNote
from shouwen.domains.cases import actions, parts, rules
from shouwen.domains.cases.models import Case
from shouwen.domains.rulings import queries as rulings
from shouwen.domains.rulings import rules as rulings_rules
from shouwen.domains.rulings.queries import Line
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.rosters.queries.reading import current_duty
from shouwen.platform.ui.polling import polled
from shouwen.web.leader import exceptions, team

RETURNS, REMINDERS = 3, 6


@requires(rules.LEAD)
@require_GET
@polled
def desk(request: StaffRequest) -> HttpResponse:
    """班长台席: exceptions with their likeliest verbs, seats by need, who is on watch."""
    acting, now = request.acting, timezone.now()
    found = exceptions.exceptions(request.GET.get("tab", ""), acting, at=now)
    handlers = {row.line.case.handler_id for row in found.rows if row.line.case.handler_id}
    context: dict[str, Any] = {
        "now": now,
        "found": found,
        "team": team.team(acting, at=now),
        "watch": team.watch(acting, at=now),
        "duty": current_duty(acting.staff_id, at=now) if acting.staff_id else None,
        "returns": None if found.returns is not None else _returns(request),
        "reminders": team.reminders(acting, handlers, at=now),
        "care": _care(request, now),
        "bar": parts.bar(request),
    }
    if request.htmx:
        return render(request, "web/leader.html#live", context)
    return render(request, "web/leader.html", context | {"hours": _hours(request, now)})


def _returns(request: StaffRequest) -> list[Line] | None:
    """退单裁定: what waits longest for this desk; None where the post does not rule."""
    if not request.acting.may(rulings_rules.RULE):
        return None
    found, _more = rulings.page("to_rule", scope=request.acting.scope)
    return rulings.lines(found[:RETURNS])


def _care(request: StaffRequest, now: datetime) -> list[CareNote] | None:
    """员工关怀: the follow-ups that are due; None for who writes no notes."""
    if not request.acting.may(care_rules.WRITE):
        return None
    today = now.astimezone(org.zone_of(request.acting.unit_id)).date()
    return list(care.due(request.acting, on=today)[:REMINDERS])


def _hours(request: StaffRequest, now: datetime) -> list[team.Hour]:
    zone = request.acting.unit_zone
    return team.incoming(
        request.acting, at=now, zone=ZoneInfo(zone) if zone else org.zone_of(request.acting.unit_id)
    )


@requires(rules.LEAD)
@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    """接管: in one click the case is in the leader's own hands, as a recorded dispatch."""
    if not request.acting.may(rules.DISPATCH):
        raise PermissionDenied(rules.DISPATCH.code)
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    seen = request.POST.get("version", "")
    version = whole(seen, digits=9)
    try:
        actions.take_over(case.pk, by=request.acting.actor(), at=timezone.now(), version=version)
    except Refused as refusal:
        return _said(request, refusal, tone="late", pk=pk)
    return _said(request, _("Taken over; the case is in your hands"), tone="ok", pk=pk)


def _said(request: HttpRequest, text: object, *, tone: str, pk: int) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("leader"))
    happened = {"toast": {"text": str(text), "tone": tone}, "case-changed": {"id": pk}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(happened)})


def overdue(request: HttpRequest) -> int | None:
    """The number beside the page in the rail."""
    acting = getattr(request, "acting", None)
    return exceptions.overdue_count(acting, at=timezone.now()) if acting else None
