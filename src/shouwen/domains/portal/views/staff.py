"""客户链接 on the page of a case: who was sent one, whether it was opened, send anew, take back; the rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.cases import queries as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.models import Terms as CaseTerms
from shouwen.domains.portal import actions, queries, rules
from shouwen.domains.portal.forms import TermsForm
from shouwen.domains.portal.models import Link, Terms
from shouwen.domains.portal.views.answering import done, told
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


def card(request: StaffRequest, case: Case, now: datetime) -> str:
    """The links of a customer's case for whoever may send them."""
    if case.customer_id is None or not request.acting.may(rules.LINKS):
        return ""
    context = {"case": case, "sent": queries.sent(case, at=now), "now": now}
    return render_to_string("portal/_links.html", context, request)


@requires(rules.LINKS)
@require_POST
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """重新发送."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    typed = request.POST.get("sent", "")
    seen = whole(typed, digits=5, otherwise=-1)
    try:
        actions.send_anew(case.pk, sent=seen, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return told(refusal, status=409)
    return done(request, _("The link is on its way"), case.pk)


@requires(rules.LINKS)
@require_POST
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """收回."""
    seen = Case.objects.visible_to(request.acting.scope)
    link = get_object_or_404(Link.objects.filter(case__in=seen), pk=pk)
    actions.revoke(link.pk, "by_staff", by=request.acting.actor(), at=timezone.now())
    return done(request, _("The link opens nothing any more"), link.case_id)


@requires(rules.TERMS)
@require_http_methods(["GET", "POST"])
def terms(request: StaffRequest) -> HttpResponse:
    """办理规则 of the customer's page: what holds, what will hold, and the next rules from a day on."""
    now = timezone.now()
    form = TermsForm(request.POST if request.method == "POST" else None, initial=_now(now))
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.set_terms(**form.cleaned_data, by=request.acting.actor(), at=now)
            except Refused as error:
                refusal, status = error, 409
            else:
                return redirect("links:terms")
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "rows": Terms.objects.order_by("-valid_from")[:20],
        "handling": CaseTerms.objects.order_by("-valid_from")[:20],
        "today": timezone.localdate(now),
    }
    return render(request, "portal/terms.html", context, status=status)


def _now(at: datetime) -> dict[str, Any]:
    """What holds today, offered from tomorrow on."""
    links, handling = queries.terms(at=at), cases.terms(at=at)
    return {
        "since": timezone.localdate(at) + timedelta(days=1),
        "on_opening": links.on_opening,
        "on_invitation": links.on_invitation,
        "on_offer": links.on_offer,
        "link_days": links.link_days,
        "call_off_hours": links.call_off_hours,
        "telephone": links.telephone,
        "urge_window_minutes": handling.urge_window_minutes,
        "evaluation_days": handling.evaluation_days,
        "evaluation_change_hours": handling.evaluation_change_hours,
    }
