"""A second call about an open matter: an urge, or only a repeat; never a second case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.domains.calls import actions as calls
from shouwen.domains.calls.calling import draft_of
from shouwen.domains.cases import actions as cases
from shouwen.domains.intake import actions, callers, rules
from shouwen.domains.intake.views.desk.page import channel_of
from shouwen.domains.intake.views.desk.submitting import done
from shouwen.kernel.errors import Refused
from shouwen.platform.access import idempotency
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.OPEN)
@require_POST
def repeat(request: StaffRequest, pk: int) -> HttpResponse:
    """记为重复来电: the words go to the open matter, without an urge."""
    now = timezone.now()
    case = get_object_or_404(callers.urgable(request.acting), pk=pk)
    scope = f"intake.repeat:{request.acting.account.pk}:{pk}"

    def write() -> tuple[int, Any]:
        actions.repeat(case.pk, text=_said(request.POST), by=request.acting.actor(), at=now)
        calls.done_with(draft_of(request.POST), case.pk, by=request.acting)
        return 200, {}

    try:
        if key := request.POST.get("key", "")[:80]:
            idempotency.once(scope, key, b"", write, at=now)
        else:
            write()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:new"))
    said = _("Kept with %(number)s as a repeated call") % {"number": case.number}
    messages.success(request, done(said, case, request))
    return HttpResponseRedirect(reverse("intake:new"))


@requires(rules.OPEN)
@require_POST
def urge(request: StaffRequest, pk: int) -> HttpResponse:
    """记为催单: an urge on the open matter instead of a second one."""
    now = timezone.now()
    case = get_object_or_404(callers.urgable(request.acting), pk=pk)
    scope = f"intake.urge:{request.acting.account.pk}:{pk}"
    key = request.POST.get("key", "")[:80]

    def write() -> tuple[int, Any]:
        made = cases.urge(
            case.pk,
            channel=channel_of(request.POST, request),
            text=_said(request.POST),
            by=request.acting.actor(),
            at=now,
        )
        calls.done_with(draft_of(request.POST), case.pk, by=request.acting)
        return 200, {"counted": made.counted}

    try:
        if key:
            counted = idempotency.once(scope, key, b"", write, at=now).response["counted"]
        else:
            counted = write()[1]["counted"]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:new"))
    said = (
        _("Urge recorded on %(number)s; the handler and the leaders see it")
        if counted
        else _("%(number)s was urged a moment ago: kept as a repeated contact")
    )
    messages.success(request, done(said % {"number": case.number}, case, request))
    return HttpResponseRedirect(reverse("intake:new"))


def _said(data: QueryDict) -> str:
    """The customer's words, else the line written for the list."""
    return (data.get("text", "").strip() or data.get("title", "").strip())[:4000]
