"""The cookie of a session: given by a log-in, taken back by a log-out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class Sessions(SessionMiddleware):
    """An answer that comes late logs nobody out.

    Django takes the cookie back with every answer to a request whose session has ended; when a log-in
    has overtaken that answer, it would take the new cookie. A dead cookie opens nothing: it may stay.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        if answer.status_code == 401:
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer
