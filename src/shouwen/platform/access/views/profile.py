"""我: how the screen suits the person, and the person's own keys to the API."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwen.platform.access import actions, queries
from shouwen.platform.access.addresses import safe_next, sent
from shouwen.platform.access.forms import PreferencesForm, TokenForm
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import signed_in


@signed_in
@never_cache
def profile(request: StaffRequest) -> HttpResponse:
    """My page: preferences above, keys below."""
    account = request.acting.account
    initial = {
        "locale": account.locale,
        "density": account.density,
        "single_keys": account.single_keys,
    }
    form = PreferencesForm(sent(request), initial=initial)
    if form.is_valid():
        actions.set_preferences(
            account.pk, **form.cleaned_data, by=request.acting.actor(), at=timezone.now()
        )
        chosen = form.cleaned_data["locale"]
        with translation.override(chosen):
            messages.success(request, gettext("Saved."))
        response = redirect("access:profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax")
        return response
    return _page(request, form)


@signed_in
@require_POST
def preferences(request: StaffRequest) -> HttpResponse:
    """One click in the person's menu: any of language, row height, single keys."""
    account = request.acting.account
    data: dict[str, str | bool] = {
        "locale": request.POST.get("locale", account.locale),
        "density": request.POST.get("density", account.density),
        "single_keys": request.POST.get("single_keys", "on" if account.single_keys else "off")
        == "on",
    }
    form = PreferencesForm(data)
    response = redirect(safe_next(request))
    if form.is_valid():
        actions.set_preferences(
            account.pk, **form.cleaned_data, by=request.acting.actor(), at=timezone.now()
        )
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["locale"], samesite="Lax"
        )
    return response


@signed_in
@never_cache
@require_POST
def issue_token(request: StaffRequest) -> HttpResponse:
    """A new key: shown on this answer only."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, token_form=form, status=422)
    acting = request.acting
    secret = actions.issue_token(
        acting.account.pk,
        form.cleaned_data["name"],
        post_id=acting.post_id,
        by=acting.actor(),
        at=timezone.now(),
    )
    return _page(request, secret=secret)


@signed_in
@require_POST
def revoke_token(request: StaffRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens_of(request.acting.account.pk), pk=pk)
    actions.revoke_token(token.pk, by=request.acting.actor(), at=timezone.now())
    messages.success(
        request, gettext("The key “%(name)s” no longer opens anything.") % {"name": token.name}
    )
    return redirect("access:profile")


def _page(
    request: StaffRequest,
    form: PreferencesForm | None = None,
    token_form: TokenForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    account = request.acting.account
    initial = {
        "locale": account.locale,
        "density": account.density,
        "single_keys": account.single_keys,
    }
    context = {
        "form": form or PreferencesForm(initial=initial),
        "token_form": token_form or TokenForm(),
        "tokens": queries.tokens_of(account.pk),
        "secret": secret,
    }
    return render(request, "access/profile.html", context, status=status)
