"""When the server fails: a plain page with a number that stands in the log too."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from shouwen.platform.access.requires import open_to_all

log = logging.getLogger("shouwen.web")


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing of the database is asked again here, it may be what failed."""
    reference = f"E-{secrets.token_hex(2).upper()}-{timezone.localtime():%H%M}"
    log.error("%s %s %s", reference, request.method, request.path)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
