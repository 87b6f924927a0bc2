"""Where other systems deliver, and where their deliveries are looked at."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.hooks import actions, queries, rules
from shouwen.domains.hooks.forms import SourceForm
from shouwen.domains.hooks.models import Source
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import open_to_all, requires

LARGEST = 256 * 1024


@open_to_all
@csrf_exempt
@require_POST
def deliver(request: HttpRequest, code: str) -> HttpResponse:
    """收件: open to whoever holds the secret of the source; everybody else learns nothing."""
    source = Source.objects.filter(code=code).first()
    if source is None:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"code": "too_large", "message": f"{LARGEST} bytes"}, status=413)
    answer = actions.receive(
        source,
        timestamp=request.headers.get("X-Shouwen-Timestamp", ""),
        signature=request.headers.get("X-Shouwen-Signature", ""),
        body=request.body,
        at=timezone.now(),
    )
    if answer.case is None:
        said: dict[str, Any] = {"code": answer.code, "message": answer.message}
    else:
        said = {"result": answer.outcome.value, "case": answer.case.number}
    return JsonResponse(said, status=answer.status, json_dumps_params={"ensure_ascii": False})


@requires(rules.MANAGE)
@require_GET
def sources(request: StaffRequest) -> HttpResponse:
    """来源系统: who delivers, and whether it works."""
    found = queries.listed(request.acting.scope, at=timezone.now())
    return render(request, "hooks/sources.html", {"sources": found})


@requires(rules.MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """新增来源: the answer shows the secret, this once."""
    data = request.POST if request.method == "POST" else None
    form = SourceForm(data, scope=request.acting.scope)
    if request.method == "POST" and form.is_valid():
        source, secret = actions.open_source(
            **form.cleaned_data, by=request.acting.actor(), at=timezone.now()
        )
        return _shown(request, source, secret=secret)
    status = 422 if form.errors else 200
    return render(request, "hooks/add.html", {"form": form}, status=status)


@requires(rules.MANAGE)
@require_GET
def source(request: StaffRequest, pk: int) -> HttpResponse:
    """One source with its last deliveries and their results."""
    return _shown(request, _mine(request, pk))


@requires(rules.MANAGE)
@never_cache
@require_POST
def change_secret(request: StaffRequest, pk: int) -> HttpResponse:
    """更换密钥: the answer shows the new one, this once."""
    one = _mine(request, pk)
    changed, secret = actions.change_secret(one.pk, by=request.acting.actor(), at=timezone.now())
    return _shown(request, changed, secret=secret)


@requires(rules.MANAGE)
@require_POST
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """启用或停用."""
    one = _mine(request, pk)
    active = request.POST.get("active") == "yes"
    actions.switch(one.pk, active=active, by=request.acting.actor(), at=timezone.now())
    return HttpResponseRedirect(reverse("hooks:source", args=[pk]))


def _mine(request: StaffRequest, pk: int) -> Source:
    return get_object_or_404(queries.visible(request.acting.scope), pk=pk)


def _shown(request: StaffRequest, one: Source, *, secret: str = "") -> HttpResponse:
    at = timezone.now()
    context = {
        "source": one,
        "secret": secret,
        "address": request.build_absolute_uri(reverse("hooks:deliver", args=[one.code])),
        "overlaps": one.former_until is not None and at < one.former_until,
        "deliveries": queries.last_deliveries(one),
        "window": 5,
        "most": actions.SIGNED_A_MINUTE,
    }
    return render(request, "hooks/source.html", context)
