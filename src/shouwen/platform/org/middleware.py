"""Puts ``request.acting`` and ``request.user`` on every request, lazily and with one query."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import cast

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from shouwen.platform.access.acting import POST_SESSION_KEY, Acting, nobody
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import Account
from shouwen.platform.org.acting import acting_by_token, acting_for
from shouwen.platform.org.tree import one_reading

READS = {"GET", "HEAD"}


class ActingMiddleware:
    """Stands after Django's authentication and replaces its user by the one of the acting."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting = SimpleLazyObject(lambda: _acting(request))
        cast(StaffRequest, request).acting = cast(Acting, acting)
        request.posts = SimpleLazyObject(lambda: acting.posts)  # type: ignore[attr-defined]
        user = SimpleLazyObject(lambda: acting.account if acting.signed_in else AnonymousUser())
        request.user = cast(Account, user)
        with one_reading() if request.method in READS else nullcontext():
            return self.get_response(request)


def _acting(request: HttpRequest) -> Acting:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return _from_token(secret) if scheme.lower() == "bearer" else _from_session(request)


def _from_token(secret: str) -> Acting:
    """Never falls back to the session: a token is checked without CSRF."""
    return acting_by_token(secret.strip(), at=timezone.now()) or nobody()


def _from_session(request: HttpRequest) -> Acting:
    account_id = request.session.get(SESSION_KEY)
    if account_id is None or BACKEND_SESSION_KEY not in request.session:
        return nobody()
    post_id = request.session.get(POST_SESSION_KEY)
    acting = acting_for(int(account_id), post_id=post_id, at=timezone.now())
    if acting is None or not _password_unchanged(request, acting):
        request.session.flush()
        return nobody()
    return acting


def _password_unchanged(request: HttpRequest, acting: Acting) -> bool:
    """A changed password ends all other sessions."""
    given = request.session.get(HASH_SESSION_KEY, "")
    return constant_time_compare(given, acting.account.get_session_auth_hash())
