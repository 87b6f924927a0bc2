"""What is shown when a request fails before or inside its view."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views import defaults

from shouwen.platform.access.requires import open_to_all

log = logging.getLogger("shouwen.web")
API = "/api/"
"""Below this path every answer is JSON, also to an address that leads nowhere."""


@open_to_all
def stale_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form of an older session; a page that can is given the token of today and repeats."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=403, headers={"X-CSRFToken": get_token(request)})
    log.warning("%s %s: %s", request.method, request.path, reason)
    return render(request, "403_csrf.html", status=403)


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing of the database is asked again here, it may be what failed."""
    reference = f"E-{secrets.token_hex(2).upper()}-{timezone.localtime():%H%M}"
    log.error("%s %s %s", reference, request.method, request.path)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


@open_to_all
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: a page for people, the words of the API for programs."""
    if request.path.startswith(API):
        return JsonResponse({"code": "not_found", "message": ""}, status=404)
    return defaults.page_not_found(request, exception)


class NoNul:
    """Refuse an address with a NUL in it, once for all pages and the API: no text of the database can hold one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return JsonResponse(
                {"code": "bad_request", "message": "NUL in the address"}, status=400
            )
        return self.get_response(request)
