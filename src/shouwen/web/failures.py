"""What is shown when a request fails before or inside its view."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from shouwen.platform.access.requires import open_to_all

log = logging.getLogger("shouwen.web")


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
