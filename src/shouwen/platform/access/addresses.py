"""What a form was sent with, and where it leads back to: only to pages of our own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def login_template(request: HttpRequest) -> str:
    """The log-in as a page, or as what fills the dialog over a page whose session has ended."""
    again = request.headers.get("HX-Request") == "true"
    return "access/_again.html" if again else "access/login.html"


def safe_next(request: HttpRequest) -> str:
    """The address asked for as ``next``, else the first page; never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return str(settings.LOGIN_REDIRECT_URL)
