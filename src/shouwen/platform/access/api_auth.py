"""How the API knows who calls: a personal token, else the session of a page (with its CSRF token)."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from shouwen.platform.access.acting import Acting
from shouwen.platform.access.http import StaffRequest


class TokenAuth(HttpBearer):
    """``Authorization: Bearer sw_…``: acts under the post the token was issued for."""

    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        acting = cast(StaffRequest, request).acting
        return acting if acting.signed_in and acting.via == "api" else None


class SessionAuth(APIKeyCookie):
    """The signed-in page itself; unsafe methods need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting | None:
        acting = cast(StaffRequest, request).acting
        return acting if acting.signed_in and acting.via == "web" else None


API_AUTH = [TokenAuth(), SessionAuth()]
