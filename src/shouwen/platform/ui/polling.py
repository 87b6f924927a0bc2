"""Answers to a poll: "nothing has changed" costs the browser no morph and the network no page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

VOLATILE = re.compile(
    r'<span class="sw-fresh".*?</span>|<sla-clock .*?</sla-clock>|name="csrfmiddlewaretoken"[^>]*',
    re.DOTALL,
)
STATE = re.compile(r'data-(?:state|due)="[^"]*"')
V = TypeVar("V", bound=Callable[..., HttpResponse])


def polled(view: V) -> V:
    """For a view whose fragment <live-poll> fetches: 304 while nothing but the time of day has moved.

    A ticking clock counts as unchanged until its state or its due time is another.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.headers.get("X-Poll") != "1" or response.status_code != 200:
            return response
        etag = etag_of(response.content.decode())
        if request.headers.get("If-None-Match") == etag:
            return HttpResponseNotModified(headers={"ETag": etag})
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "no-store"
        return response

    return cast(V, answered)


def etag_of(html: str) -> str:
    """A digest of what the page says, leaving out how late it is."""
    said = VOLATILE.sub(lambda found: "".join(STATE.findall(found.group())), html)
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
