"""The caller's card alone: shown anew, shown in full for a reason, and what the caller allows."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import ConsentChannel, Evidence, Purpose
from shouwen.domains.customers.models import Customer
from shouwen.domains.intake import callers, rules
from shouwen.kernel.spelled import whole
from shouwen.kernel.subject import Subject
from shouwen.platform.access import rules as access_rules
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.unmasking import ask_reason
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers


def _known(request: StaffRequest, pk: int) -> Customer:
    """The customer, or 404 exactly as if there were none."""
    customer = callers.known(pk, acting=request.acting)
    if customer is None or not request.acting.may(rules.OPEN):
        raise Http404
    return customer


@requires(rules.OPEN)
@require_GET
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """来电客户, after something about them changed."""
    now = timezone.now()
    account = request.GET.get("account", "")
    chosen = whole(account)
    found = callers.caller(_known(request, pk), account=chosen, acting=request.acting, at=now)
    grid = found.account.grid_unit_id if found.account else None
    context = {
        "caller": found,
        "now": now,
        "grid": org.names([grid] if grid else []).get(grid or 0, ""),
        "reach": request.acting.scope,
    }
    return render(request, "intake/_caller.html", context)


@requires(access_rules.UNMASK)
@require_http_methods(["GET", "POST"])
def unmask(request: StaffRequest, pk: int) -> HttpResponse:
    """显示完整信息 of the caller: a reason first; on the record of the customer."""
    customer = _known(request, pk)
    return ask_reason(
        request,
        Subject("customer", customer.pk),
        hint="",
        usual="verify",
        at=timezone.now(),
        done=_done,
    )


@requires(rules.OPEN)
@require_POST
def consent(request: StaffRequest, pk: int) -> HttpResponse:
    """同意 / 撤回: what the caller just said about one use of the number; a row of its own."""
    customer, now = _known(request, pk), timezone.now()
    purpose, channel = request.POST.get("purpose", ""), request.POST.get("channel", "")
    given = request.POST.get("given")
    if purpose not in Purpose or channel not in ConsentChannel or given not in {"yes", "no"}:
        return HttpResponseBadRequest()
    _say(request, customer, Purpose(purpose), ConsentChannel(channel), given == "yes", now)
    words = {"what": Purpose(purpose).label}
    said = _("Allowed: %(what)s") if given == "yes" else _("Not allowed any more: %(what)s")
    return _done(request, said % words)


def _say(
    request: StaffRequest,
    customer: Customer,
    purpose: Purpose,
    channel: ConsentChannel,
    given: bool,
    now: datetime,
) -> None:
    counter = request.acting.role_code == "hall_clerk"
    consents.say(
        customer.pk,
        purpose=purpose,
        channel=channel,
        given=given,
        evidence=Evidence.COUNTER if counter else Evidence.CALL,
        by=request.acting.actor(),
        at=now,
    )


def _done(request: StaffRequest, said: str) -> HttpResponse:
    return answers.done(request, said, page=reverse("intake:new"), changed={"caller-changed": True})
