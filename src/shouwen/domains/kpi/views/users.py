"""用户数: the page where numbers of users are brought in and looked up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.kpi import actions, asking, rules
from shouwen.domains.kpi.forms import UsersForm
from shouwen.domains.kpi.users import PAGE, counted, units_named
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org


@requires(rules.VIEW)
@require_GET
def users(request: StaffRequest) -> HttpResponse:
    """用户数 of a unit and those below it: what K20 divides by, from whom and since when."""
    return _page(request, UsersForm())


@requires(rules.USERS)
@require_POST
def count_users(request: StaffRequest) -> HttpResponse:
    """Bring numbers in: all lines or none."""
    form = UsersForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        units = units_named({code for code, _users in given["lines"]}, request.acting.scope)
        counts = [actions.UsersOf(units[code], given["day"], n) for code, n in given["lines"]]
        actions.count_users(
            counts, source=given["source"], by=request.acting.actor(), at=timezone.now()
        )
    except Refused as refusal:
        return _page(request, form, refusal=refusal, status=409)
    return HttpResponseRedirect(reverse("kpi:users"))


def _page(
    request: StaffRequest, form: UsersForm, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    acting = request.acting
    unit = asking.unit_asked(request.GET, acting)
    spelled = request.GET.get("page", "0")
    page = whole(spelled, digits=6, otherwise=0)
    below = {one for one in org.below(unit) if acting.scope.covers(one)}
    rows, more = counted(below, after=page * PAGE)
    context: dict[str, Any] = {
        "rows": rows,
        "unit": unit,
        "unit_name": org.names([unit])[unit],
        "choices": asking.choices(unit, acting),
        "form": form,
        "refusal": refusal,
        "may_count": acting.may(rules.USERS),
        "zone": org.zone_of(unit),
        "prev": f"?unit={unit}&page={page - 1}" if page else "",
        "next": f"?unit={unit}&page={page + 1}" if more else "",
    }
    return render(request, "kpi/users.html", context, status=status)
