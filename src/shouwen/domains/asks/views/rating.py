"""一线评分: one key or one tap for an answer, where it arrives or on its page."""

from __future__ import annotations

import json
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.asks import actions, rules
from shouwen.domains.asks.events import RequestAnswered
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.lines import lines
from shouwen.domains.asks.verbs import may_rate
from shouwen.domains.asks.views.seeing import visible
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.notify import actions as notices
from shouwen.platform.notify.queries import unread_about
from shouwen.platform.ui import answers
from shouwen.platform.ui.polling import polled

LATELY = timedelta(minutes=30)
"""Answers older than this wait behind the bell only."""
MOST = 2
SCORES = range(1, 6)


@requires(rules.ASK)
@require_GET
@polled
def arrived(request: StaffRequest) -> HttpResponse:
    """Answers to the reader's own questions that came in lately and are not rated, wherever one works."""
    told = _told(request)
    found = Request.objects.visible_to(request.acting.scope).filter(pk__in=told, ratings=None)
    shown = lines(found.select_related("case").order_by("-answered_at")) if told else []
    rows = [(line, SCORES if may_rate(line.request, request.acting) else ()) for line in shown]
    return render(request, "asks/_answers.html", {"rows": rows})


@requires(rules.ASK)
@require_POST
def seen(request: StaffRequest, pk: int) -> HttpResponse:
    """The answer was read: its notice is acknowledged, it is shown no more."""
    row = visible(request, pk)
    _acknowledge(request, row)
    return answers.done(
        request,
        _("Read"),
        page=reverse("asks:request", args=[pk]),
        changed={"request-changed": {"id": pk}},
    )


@requires(rules.ASK)
@require_POST
def rate(request: StaffRequest, pk: int) -> HttpResponse:
    """One key for the answer: 1 to 5; whoever rates it has read it."""
    row = visible(request, pk)
    if not may_rate(row, request.acting):
        raise PermissionDenied
    score = request.POST.get("score", "")
    by, now = request.acting.actor(), timezone.now()
    try:
        actions.rate(row.pk, score=int(score) if score in set("12345") else 0, by=by, at=now)
    except Refused as refusal:
        happened = {"toast": {"text": str(refusal), "tone": "late"}}
        return HttpResponse(status=409, headers={"HX-Trigger": json.dumps(happened)})
    _acknowledge(request, row)
    return answers.done(
        request,
        _("Rated %(score)s of 5") % {"score": score},
        page=reverse("asks:request", args=[pk]),
        changed={"case-changed": {"id": row.case_id}, "request-changed": {"id": pk}},
    )


def _told(request: StaffRequest) -> dict[int, int]:
    staff, since = request.acting.staff_id, timezone.now() - LATELY
    if staff is None:
        return {}
    return unread_about(staff, kind=RequestAnswered.kind, since=since, n=MOST)


def _acknowledge(request: StaffRequest, row: Request) -> None:
    acting, notice = request.acting, _told(request).get(row.pk)
    if notice is not None and acting.staff_id is not None:
        notices.acknowledge(acting.staff_id, [notice], by=acting.actor(), at=timezone.now())
