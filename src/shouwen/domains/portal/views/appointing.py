"""预约 on the page of a case: what was agreed, and a window to choose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.choices import IN_WORK
from shouwen.domains.cases.models import Case
from shouwen.domains.portal import actions
from shouwen.domains.portal.choices import CANCELLED_FOR, OFFER, Stage
from shouwen.domains.portal.forms import AgreedForm, CancelForm
from shouwen.domains.portal.queries.appointing import appointment, windows
from shouwen.domains.portal.queries.links import terms
from shouwen.domains.portal.queries.sending import reachable
from shouwen.domains.portal.views.answering import done, told
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


def card(request: StaffRequest, case: Case, now: datetime) -> str:
    """The appointment that holds; nothing where none was made."""
    held = appointment(case) if case.customer_id is not None else None
    if held is None:
        return ""
    context = {
        "case": case,
        "held": held,
        "over": held.ends_at <= now,
        "may_change": case.state in IN_WORK and request.acting.may(cases.WORK),
    }
    return render_to_string("portal/_appointment.html", context, request)


def item(request: StaffRequest, case: Case, now: datetime) -> str:
    """预约 among the verbs of a customer's case in work."""
    offered = case.customer_id is not None and case.state in IN_WORK
    if not (offered and request.acting.may(cases.WORK)):
        return ""
    return render_to_string("portal/_appoint_button.html", {"case": case}, request)


@requires(cases.WORK)
@require_http_methods(["GET", "POST"])
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    """约定上门时间."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    now = timezone.now()
    held, offered = appointment(case), windows(case, at=now)
    form = AgreedForm(request.POST)
    context: dict[str, Any] = {
        "case": case,
        "held": held,
        "told": terms(at=now).on_offer and bool(reachable(case, OFFER)),
        "may_agree": held is not None and held.stage == Stage.OFFERED and now < held.ends_at,
        "windows": offered,
        "reasons": CANCELLED_FOR,
    }
    if request.method == "GET":
        return render(request, "portal/_appoint.html", context)
    if not form.is_valid():
        return render(request, "portal/_appoint.html", context | {"unchosen": True}, status=422)
    try:
        actions.appoint(case.pk, **form.cleaned_data, by=request.acting.actor(), at=now)
    except (Refused, MoveNotAllowed) as refusal:
        return render(request, "portal/_appoint.html", context | {"refusal": refusal}, status=409)
    return done(request, _("The appointment is kept"), pk)


@requires(cases.WORK)
@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """取消预约."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return told(_("Choose a reason"), status=422)
    try:
        actions.cancel(case.pk, **form.cleaned_data, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return told(refusal, status=409)
    return done(request, _("The appointment is called off"), pk)
