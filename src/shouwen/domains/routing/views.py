"""The settings page of the routes: what is suggested for what, added and ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.domains.routing import actions, queries, rules
from shouwen.domains.routing.forms import EndForm, RouteForm, kinds
from shouwen.domains.routing.models import Route
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.choices import Area


@requires(rules.VIEW)
@require_GET
def routes(request: StaffRequest) -> HttpResponse:
    """派单规则: which unit is suggested for which matter, and why."""
    scope, words, areas = request.acting.scope, kinds(), dict(Area.choices)
    found = queries.listed(scope=scope, on=timezone.localdate())
    keeps = request.acting.may(rules.MANAGE)
    context = {
        "rows": [
            {
                "route": r,
                "kind": words.get(r.kind, r.kind),
                "area": areas.get(r.area, r.area),
                "keeps": keeps
                and r.until is None
                and (scope.everything or (r.place_id is not None and scope.covers(r.place_id))),
            }
            for r in found
        ],
        "keeps": keeps,
    }
    return render(request, "routing/routes.html", context)


@requires(rules.MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """新增派单规则."""
    data = request.POST if request.method == "POST" else None
    form = RouteForm(data, scope=request.acting.scope)
    context: dict[str, Any] = {"form": form}
    if request.method == "GET":
        return render(request, "routing/_add.html", context)
    if not form.is_valid():
        return render(request, "routing/_add.html", context, status=422)
    try:
        actions.add_route(**form.cleaned_data, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return render(request, "routing/_add.html", {**context, "refusal": refusal}, status=409)
    return _done(request, _("The route is kept"))


@requires(rules.MANAGE)
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """停用派单规则."""
    route = get_object_or_404(Route.objects.kept_by(request.acting.scope), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "route": route}
    if request.method == "GET":
        return render(request, "routing/_end.html", context)
    if not form.is_valid():
        return render(request, "routing/_end.html", context, status=422)
    try:
        actions.end_route(
            route.pk, **form.cleaned_data, by=request.acting.actor(), at=timezone.now()
        )
    except Refused as refusal:
        return render(request, "routing/_end.html", {**context, "refusal": refusal}, status=409)
    return _done(request, _("The route has an end"))


def _done(request: StaffRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    address = reverse("routing:routes")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
