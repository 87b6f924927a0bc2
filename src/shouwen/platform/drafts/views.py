"""A form saves what is typed every few seconds, and asks for it on another browser."""

from __future__ import annotations

import json
import re

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.kernel.errors import Refused
from shouwen.platform.access import rules
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.drafts import actions, queries

_NAME = re.compile(r"[a-z0-9.-]{1,60}")


@requires(rules.SIGNED_IN)
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: StaffRequest) -> HttpResponse:
    """One's own draft of the form named: read, keep, throw away."""
    form, now = request.GET.get("form", ""), timezone.now()
    if not _NAME.fullmatch(form):
        return HttpResponse(status=400)
    account = request.acting.account.pk
    if request.method == "DELETE":
        actions.discard(account, form)
        return HttpResponse(status=204)
    if request.method == "POST":
        return _keep(request, account, form)
    held = queries.kept(account, form, at=now)
    if held is None:
        return HttpResponse(status=204)
    return JsonResponse({"at": int(held.at.timestamp() * 1000), "fields": held.fields})


def _keep(request: StaffRequest, account: int, form: str) -> HttpResponse:
    try:
        fields = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
        return HttpResponse(status=400)
    now = timezone.now()
    try:
        actions.keep(account, form, fields, at=now)
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=413)
    return JsonResponse({"at": int(now.timestamp() * 1000)})
