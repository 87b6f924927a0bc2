"""职责清单导入: the file, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.domains.duties import files, rules
from shouwen.domains.duties.forms import FileForm
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exchange import named

SHOWN = 100


@requires(rules.DRAFT)
@require_http_methods(["GET", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Drafts by a file; rows that stayed out with what mends them, and where to publish the others."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            with named.lying(form.cleaned_data["file"]) as path:
                brought = files.bring(
                    path,
                    zone=request.acting.unit_zone or settings.TIME_ZONE,
                    scope=request.acting.scope,
                    by=request.acting.actor(),
                    at=timezone.now(),
                )
            context |= {"brought": brought, "left": brought.left[:SHOWN]}
            status = 200
        except Refused as refusal:
            context["refusal"] = str(refusal)
    return render(request, "duties/bring.html", context, status=status)
