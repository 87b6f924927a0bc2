"""账户状况导入: a file of the billing system where no feed of it is there yet."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.domains.balances import files, rules
from shouwen.domains.balances.forms import FileForm
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exchange import named

SHOWN = 100


@requires(rules.FEED)
@require_http_methods(["GET", "POST"])
def standings(request: StaffRequest) -> HttpResponse:
    """The file, and what came of it: rows that stayed out with what mends them."""
    zone = ZoneInfo(request.acting.unit_zone or settings.TIME_ZONE)
    form = FileForm(request.POST or None, request.FILES or None, zone=zone)
    context: dict[str, object] = {"form": form, "headers": files.HEADERS}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                brought = _brought(request, form, zone)
                context |= {"brought": brought, "left": brought.left[:SHOWN]}
                status = 200
            except Refused as refusal:
                context["refusal"] = str(refusal)
    return render(request, "balances/standings.html", context, status=status)


def _brought(request: StaffRequest, form: FileForm, zone: ZoneInfo) -> files.Brought:
    """The file is read where only we can, and does not stay."""
    with named.lying(form.cleaned_data["file"]) as path:
        return files.bring(
            path,
            source=form.cleaned_data["source"],
            as_of=form.cleaned_data["as_of"],
            zone=str(zone),
            scope=request.acting.scope,
            at=timezone.now(),
        )
