"""Where a page opens its stream."""

from __future__ import annotations

import socket
import ssl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import open_to_all, signed_in
from shouwen.web.live.doorway import Reader, hand_over

NO_STREAM = 204
"""Tells a browser's event source to stay away: the page goes on asking."""


@open_to_all
@require_GET
def stream(request: HttpRequest) -> HttpResponse:
    """A stream for whoever is signed in; nobody else gets one, nor a log-in page no event source can read."""
    if not request.user.is_authenticated:
        return HttpResponse(status=NO_STREAM)
    return _opened(request)


@signed_in
def _opened(request: StaffRequest) -> HttpResponse:
    """The connection goes to the stream process, which answers in our place; else the page keeps polling."""
    connection = request.META.get("gunicorn.socket")
    acting, scope = request.acting, request.acting.scope
    if isinstance(connection, socket.socket) and not isinstance(connection, ssl.SSLSocket):
        reader = Reader(
            account=acting.account.pk,
            session=request.session.session_key or "",
            everything=scope.everything,
            units=scope.units,
            person=acting.staff_id,
        )
        hand_over(connection, reader, home=settings.HOME)
    return HttpResponse(status=NO_STREAM)
