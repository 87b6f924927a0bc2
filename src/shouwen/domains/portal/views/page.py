"""办理进度: the customer's own page, without log-in and without script."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from shouwen.domains.cases.choices import RatingReason
from shouwen.domains.portal import actions
from shouwen.domains.portal.actions.visiting import CUSTOMER
from shouwen.domains.portal.choices import FACES
from shouwen.domains.portal.errors import (
    AppointmentMoved,
    DoesNotFit,
    TooOften,
    WindowNotOffered,
)
from shouwen.domains.portal.forms import (
    AppointmentForm,
    DigitsForm,
    EvaluationForm,
    OptForm,
    SeenForm,
)
from shouwen.domains.portal.models import Link
from shouwen.domains.portal.queries import progress
from shouwen.domains.portal.queries.appointing import agrees
from shouwen.domains.portal.views.visiting import admit, for_customers, visitor
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.http import StaffRequest

TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@for_customers
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The progress for whoever has given the digits; the question for them otherwise."""
    link = visitor(request, token)
    return _door(request, token) if link is None else _shown(request, token, link)


@for_customers
@sensitive_post_parameters("digits")
@require_POST
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """验证尾号: the same answer whatever does not fit."""
    form = DigitsForm(request.POST)
    digits = form.cleaned_data["digits"].strip() if form.is_valid() else ""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        link = actions.enter(
            token,
            digits,
            address=address,
            language=get_language() or "",
            by=CUSTOMER,
            at=timezone.now(),
        )
    except TooOften as refusal:
        answer = _door(request, token, refusal, status=429)
        answer.headers["Retry-After"] = "900"
        return answer
    except DoesNotFit as refusal:
        return _door(request, token, refusal, status=422)
    response = redirect("portal:page", token)
    admit(response, link, token)
    return response


@for_customers
@require_POST
def urge(request: HttpRequest, token: str) -> HttpResponse:
    """催一催."""
    link = visitor(request, token)
    if link is None:
        return _door(request, token)
    try:
        actions.urge(link, at=timezone.now())
    except Refused as refusal:
        return _shown(request, token, link, refusal=refusal)
    messages.success(
        request, _("Passed on: whoever has your matter and their leader have been told.")
    )
    return redirect("portal:page", token)


@for_customers
@require_POST
def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    """评价: one face and a tap; more for whoever likes."""
    link = visitor(request, token)
    if link is None:
        return _door(request, token)
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _shown(request, token, link, unchosen=True)
    staff = cast(StaffRequest, request).acting.staff_id
    try:
        actions.evaluate(link, form.said(), signed_in_as=staff, at=timezone.now())
    except Refused as refusal:
        return _shown(request, token, link, refusal=refusal)
    messages.success(request, _("Thank you. Your evaluation has been recorded."))
    return redirect("portal:page", token)


@for_customers
@require_POST
def appointment(request: HttpRequest, token: str) -> HttpResponse:
    """改约: another of the windows shown."""
    link, form = visitor(request, token), AppointmentForm(request.POST)
    if link is None:
        return _door(request, token)
    if not form.is_valid() or form.cleaned_data["seen"] is None:
        return _shown(request, token, link, refusal=WindowNotOffered())
    try:
        made = actions.appoint(link.case_id, **form.cleaned_data, by=CUSTOMER, at=timezone.now())
    except (Refused, MoveNotAllowed) as refusal:
        return _shown(request, token, link, refusal=refusal)
    changed = _("Changed. Whoever comes has been told.")
    messages.success(request, _("Thank you. We come then.") if agrees(made) else changed)
    return redirect("portal:page", token)


@for_customers
@require_POST
def call_off(request: HttpRequest, token: str) -> HttpResponse:
    """取消上门: the customer does not want the visit that was shown."""
    link, form = visitor(request, token), SeenForm(request.POST)
    if link is None:
        return _door(request, token)
    if not form.is_valid():
        return _shown(request, token, link, refusal=AppointmentMoved())
    seen = form.cleaned_data["seen"]
    try:
        actions.cancel(link.case_id, "customer_wish", seen=seen, by=CUSTOMER, at=timezone.now())
    except Refused as refusal:
        return _shown(request, token, link, refusal=refusal)
    messages.success(
        request, _("Called off: nobody comes then. We will agree on another time with you.")
    )
    return redirect("portal:page", token)


@for_customers
@require_POST
def opt(request: HttpRequest, token: str) -> HttpResponse:
    """退订: no more messages for this purpose, or again."""
    link, form = visitor(request, token), OptForm(request.POST)
    if link is None:
        return _door(request, token)
    if form.is_valid():
        actions.opt(link, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Noted."))
    return redirect("portal:page", token)


def _door(
    request: HttpRequest, token: str, refusal: Refused | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"token": token, "refusal": refusal, **_around()}
    return render(request, "portal/door.html", context, status=status)


def _shown(
    request: HttpRequest,
    token: str,
    link: Link,
    *,
    refusal: Refused | MoveNotAllowed | None = None,
    unchosen: bool = False,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "token": token,
        "now": now,
        "told": progress(link, at=now),
        "faces": FACES,
        "reasons": RatingReason.choices,
        "refusal": refusal,
        "unchosen": unchosen,
        **_around(),
    }
    status = 409 if refusal else 422 if unchosen else 200
    return render(request, "portal/page.html", context, status=status)


def _around() -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "lang": TAGS.get(language, "en"),
        "languages": [
            (code, name, TAGS[code], code == language) for code, name in settings.LANGUAGES
        ],
    }
