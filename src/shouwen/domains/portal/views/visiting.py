"""Who stands before the customer's page: an own cookie for this link alone, an own language, no script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from shouwen.domains.portal.models import Link
from shouwen.domains.portal.queries import link_by_token
from shouwen.domains.portal.tokens import digest
from shouwen.platform.access.requires import open_to_all

COOKIE, LANGUAGE = "page", "page_language"
STAYS_SECONDS = 1800
_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

View = Callable[..., HttpResponse]


def for_customers(view: View) -> View:
    """Open to all, kept by nobody, found by no search engine, in the customer's language."""

    @wraps(view)
    def visited(request: HttpRequest, token: str) -> HttpResponse:
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(LANGUAGE, "")
        known = dict(settings.LANGUAGES)
        language = next((c for c in (asked, kept) if c in known), settings.LANGUAGE_CODE)
        with translation.override(language):
            response = view(request, token)
            response.headers["Content-Language"] = language
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        if asked in known:
            response.set_cookie(LANGUAGE, asked, path="/s/", samesite="Lax", httponly=True)
        return response

    guarded: Any = csp(_POLICY)(visited)  # type: ignore[arg-type]  # it passes on whatever the view takes
    kept: View = open_to_all(never_cache(guarded))
    return kept


def visitor(request: HttpRequest, token: str) -> Link | None:
    """The link that was entered with the digits lately, on this browser; None for everybody else."""
    key = request.get_signed_cookie(COOKIE, default=None, salt=digest(token), max_age=STAYS_SECONDS)
    link = link_by_token(token, at=timezone.now()) if key is not None else None
    return link if link is not None and key == str(link.pk) else None


def admit(response: HttpResponse, link: Link, token: str) -> None:
    """The cookie that spares the digits for half an hour, sent to this link's address only."""
    response.set_signed_cookie(
        COOKIE,
        str(link.pk),
        salt=digest(token),
        max_age=STAYS_SECONDS,
        path=f"/s/{token}/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
