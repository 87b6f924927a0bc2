"""In and out: log-in, log-out, a new password."""

from __future__ import annotations

import json
from typing import cast

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.platform.access import actions, errors
from shouwen.platform.access.acting import POST_SESSION_KEY
from shouwen.platform.access.addresses import login_template, safe_next, sent
from shouwen.platform.access.forms import LoginForm, PasswordForm
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.models import Account
from shouwen.platform.access.requires import needs_password_change, open_to_all, signed_in

CHOOSE_POST = "org:choose_post"
"""Where somebody with several posts is sent first; the page belongs to org."""

TRIES_SHOWN = 3


@open_to_all
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """登录: a page, or in a dialog over the page whose session has ended."""
    staff_request = cast(StaffRequest, request)
    wanted = safe_next(request)
    if request.method != "POST":
        if staff_request.acting.signed_in:
            return _go_on(request) if staff_request.htmx else redirect(wanted)
        known = {"username": request.GET.get("login", "")[:64]}
        return _page(request, LoginForm(initial=known), wanted)
    form = LoginForm(request.POST)
    if form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is not None:
            return _welcome(staff_request, account, wanted)
        form.add_error("password", _wrong(request, form.cleaned_data["username"]))
    return _page(request, form, wanted, status=422)


def _page(request: HttpRequest, form: LoginForm, wanted: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": wanted, "expired": "next" in request.GET}
    return render(request, login_template(request), context, status=status)


def _welcome(request: StaffRequest, account: Account, wanted: str) -> HttpResponse:
    start_session(request, account)
    acting = request.acting
    actions.signed_in(account.pk, by=acting.actor(), at=timezone.now())
    response: HttpResponse
    if request.headers.get("HX-Request") == "true":
        _keep_post(request)
        response = _go_on(request)
    elif len(acting.posts) > 1:
        response = redirect(f"{resolve_url(CHOOSE_POST)}?next={wanted}")
    else:
        response = HttpResponseRedirect(wanted)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.locale, samesite="Lax")
    return response


def _go_on(request: HttpRequest) -> HttpResponse:
    """Tells the page behind the dialog that the session lives, and the token its forms need now."""
    told = json.dumps({"sw:signed-in": {"csrf": get_token(request)}})
    return HttpResponse(status=204, headers={"HX-Trigger": told})


def _keep_post(request: StaffRequest) -> None:
    """The page behind the dialog goes on under the post it was opened under."""
    wanted = request.POST.get("post", "")
    for held in request.acting.posts:
        if str(held.id) == wanted:
            request.session[POST_SESSION_KEY] = held.id


@signed_in
@never_cache
@require_GET
@needs_password_change
def session(request: StaffRequest) -> HttpResponse:
    """The token that forms need now; 401 when the session has ended. Asked before a form leaves a page."""
    return JsonResponse({"csrf": get_token(request)})


def _wrong(request: HttpRequest, username: str) -> str:
    """The same words whether the login exists or not."""
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    left = settings.AXES_FAILURE_LIMIT - failures
    if left > TRIES_SHOWN:
        return gettext("Staff number or password is not right.")
    return ngettext(
        "Staff number or password is not right; %(n)d try left.",
        "Staff number or password is not right; %(n)d tries left.",
        left,
    ) % {"n": left}


@signed_in
@require_POST
@needs_password_change
def logout(request: StaffRequest) -> HttpResponse:
    """退出: the session ends on the server."""
    acting = request.acting
    actions.signed_out(acting.account.pk, by=acting.actor(), at=timezone.now())
    end_session(request)
    return redirect("access:login")


@signed_in
@never_cache
@sensitive_post_parameters()
@needs_password_change
def password(request: StaffRequest) -> HttpResponse:
    """改口令: one's own; after a reset nothing else can be done before it."""
    acting = request.acting
    form = PasswordForm(acting.account, sent(request))
    if form.is_valid():
        try:
            new = form.cleaned_data["new"]
            actions.change_password(acting.account.pk, new, by=acting.actor(), at=timezone.now())
        except errors.PasswordTooWeak as refusal:
            form.add_error("new", str(refusal))
        else:
            update_session_auth_hash(request, Account.objects.get(pk=acting.account.pk))
            messages.success(
                request, gettext("Your password is changed; other sessions are ended.")
            )
            return redirect("access:profile")
    status = 422 if form.is_bound else 200
    due = acting.account.must_change_password
    return render(request, "access/password.html", {"form": form, "due": due}, status=status)
