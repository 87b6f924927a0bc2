"""The guard of every view: signed in, and holding the verb the view declares."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from shouwen.platform.access import rules
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.permissions import Permission

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
V = TypeVar("V", bound=Callable[..., Any])

LOGIN_REQUIRED = "sw:login-required"
"""The htmx event a page hears when its session has ended; the shell then opens the log-in dialog."""


class Guarded(Protocol[P, R]):
    """A view that names the verb it needs."""

    permission: Permission
    __name__: str

    def __call__(self, request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R: ...


def requires(
    permission: Permission,
) -> Callable[[Callable[Concatenate[StaffRequest, P], R]], Guarded[P, R]]:
    """Only for whoever acts under a post that holds ``permission``.

    Without log-in: redirect to the log-in page; 401 for htmx and the API. Without the verb: 403.
    """

    def decorate(view: Callable[Concatenate[StaffRequest, P], R]) -> Guarded[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
            staff_request = cast(StaffRequest, request)
            if refusal := _not_signed_in(staff_request):
                return refusal
            if permission is not rules.SIGNED_IN and not staff_request.acting.may(permission):
                raise PermissionDenied(permission.code)
            return view(staff_request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.__signature__ = _resolved(view)  # type: ignore[attr-defined]
        return cast("Guarded[P, R]", guarded)

    return decorate


def _resolved(view: Callable[..., Any]) -> inspect.Signature:
    """The view's signature with its annotations as types: the API reads them through the guard."""
    try:
        return inspect.signature(view, eval_str=True)
    except NameError:
        return inspect.signature(view)


signed_in = requires(rules.SIGNED_IN)


def open_to_all(view: V) -> V:
    """Marks a view that everybody may open: log-in, health, a customer's own page."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def needs_password_change(view: V) -> V:
    """Marks a view that stays reachable while a new password is due."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return view


def _not_signed_in(request: StaffRequest) -> HttpResponseBase | None:
    if request.acting.signed_in:
        return _password_due(request)
    if request.path.startswith("/api/"):
        answer = json.dumps({"code": "not_signed_in"})
        return HttpResponse(answer, status=401, content_type="application/json")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Trigger": LOGIN_REQUIRED})
    back = (
        request.get_full_path() if request.method in {"GET", "HEAD"} else _referring_page(request)
    )
    return redirect_to_login(back)


def _password_due(request: StaffRequest) -> HttpResponseBase | None:
    if not request.acting.account.must_change_password:
        return None
    match = request.resolver_match
    if match and getattr(match.func, "before_password_change", False):
        return None
    target = resolve_url("access:password")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=403, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _referring_page(request: HttpRequest) -> str:
    """Where a form was filled in, so that the log-in leads back to it."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else settings.LOGIN_REDIRECT_URL
