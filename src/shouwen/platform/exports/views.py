"""导出记录: who took what, how much is allowed, who granted more."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import Role
from shouwen.platform.access.requires import requires
from shouwen.platform.exports import actions, queries, rules
from shouwen.platform.exports.forms import GrantForm, QuotaForm

DAYS = (1, 7, 30, 180)


@requires(rules.VIEW)
@require_GET
def uses(request: StaffRequest) -> HttpResponse:
    """The exports of the last days, newest first; quotas and grants beside."""
    return _page(request)


def _page(request: StaffRequest, status: int = 200, **forms: object) -> HttpResponse:
    typed, after = request.GET.get("days", ""), request.GET.get("after", "")
    days = int(typed) if typed in map(str, DAYS) else DAYS[1]
    login = request.GET.get("login", "")[:64]
    since = timezone.localdate() - timedelta(days=days - 1)
    place = whole(after)
    rows, more = queries.uses(since=since, login=login, after=place)
    roles = dict(Role.objects.values_list("code", "name"))
    context = {
        "rows": rows,
        "days": days,
        "spans": DAYS,
        "login": login,
        "takers": queries.takers(since=since),
        "reads": queries.reads(since=since, login=login),
        "grants": queries.grants(since=since),
        "quotas": [(row, roles.get(row.role_code, row.role_code)) for row in queries.quotas()],
        "next": rows[-1].pk if more else None,
        "may_grant": request.acting.may(rules.GRANT),
        "may_set": request.acting.may(rules.SET),
        "grant_form": GrantForm(),
        "quota_form": QuotaForm(initial={"since": timezone.localdate()}),
        **forms,
    }
    return render(request, "exports/uses.html", context, status=status)


@requires(rules.GRANT)
@require_POST
def grant(request: StaffRequest) -> HttpResponse:
    """加额: for somebody else, today, with the reason."""
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, grant_form=form, granting=True)
    terms = form.cleaned_data
    try:
        actions.grant(
            terms["login"],
            rows=terms["rows"],
            reason=terms["reason"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, 409, grant_form=form, granting=True)
    messages.success(request, _("Granted for today"))
    return redirect("exports:uses")


@requires(rules.SET)
@require_POST
def set_quota(request: StaffRequest) -> HttpResponse:
    """定额度: holds everywhere, so only whoever sees the whole organisation sets it."""
    if not request.acting.scope.everything:
        raise PermissionDenied
    form = QuotaForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, quota_form=form, setting=True)
    try:
        actions.set_quota(**form.cleaned_data, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, 409, quota_form=form, setting=True)
    messages.success(request, _("The quota is set"))
    return redirect("exports:uses")
