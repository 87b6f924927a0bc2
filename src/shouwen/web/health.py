"""For whoever watches the service: is the process alive, can it work, how is it doing."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import open_to_all, requires
from shouwen.web import rules

LATE = timedelta(minutes=10)


@open_to_all
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@open_to_all
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and reaches its database; 503 otherwise.

    What lags behind is named after "ready": it is no reason to take the pages away.
    """
    from shouwen.platform.clocks import sweeper
    from shouwen.platform.notify import queries as notify

    at = timezone.now()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        late = {"clocks": sweeper.lag(at), "deliveries": notify.oldest_undelivered(at=at)}
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    said = [f"{n} {lag.total_seconds():.0f} s late" for n, lag in late.items() if lag > LATE]
    return HttpResponse("; ".join(["ready", *said]), content_type="text/plain")


@requires(rules.HEALTH)
@require_GET
@never_cache
def health(request: StaffRequest) -> HttpResponse:
    """运行状况: what lags, what failed, which channels rest, which year is unknown."""
    from shouwen.web.vitals import vitals

    now = timezone.now()
    found = vitals(at=now)
    wrong = sum(1 for vital in found if vital.warning)
    return render(request, "web/health.html", {"vitals": found, "wrong": wrong, "now": now})
