"""个人信息权利请求: the list of them, and registering, verifying, handing over and answering one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.privacy import actions, rules
from shouwen.domains.privacy.choices import ARTICLE, Outcome, Wish
from shouwen.domains.privacy.forms import AnswerForm, AskForm, VerifyForm
from shouwen.domains.privacy.queries.requests import PAGE, listed
from shouwen.domains.privacy.reach import case_in_sight, copy_of, request_in_sight, way_to_ask
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.answering import as_file
from shouwen.platform.ui import answers

DIALOG = "privacy/_dialog.html"


def done(request: StaffRequest, text: object, case_id: int) -> HttpResponse:
    page = reverse("cases:case", args=[case_id])
    return answers.done(request, text, page=page, changed={"case-changed": {"id": case_id}})


def asked(
    request: StaffRequest,
    form: forms.Form,
    context: Mapping[str, object],
    do: Callable[[Mapping[str, Any]], HttpResponse],
) -> HttpResponse:
    """One dialog: shown, shown again with what is missing (422) or refused (409), or done."""
    shown = {**context, "form": form}
    if request.method == "GET":
        return render(request, DIALOG, shown)
    if not form.is_valid():
        return render(request, DIALOG, shown, status=422)
    try:
        return do(form.cleaned_data)
    except Refused as refusal:
        return render(request, DIALOG, shown | {"refusal": refusal}, status=409)


def _data(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


@requires(rules.HANDLE)
@require_GET
def requests(request: StaffRequest) -> HttpResponse:
    """请求台账: the open ones by their due time, then those that ended, a page at a time."""
    typed = request.GET.get("page", "1")
    page = whole(typed, digits=4, otherwise=1)
    rows, more = listed(request.acting.scope, page=max(page, 1))
    context = {
        "rows": rows,
        "now": timezone.now(),
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if more else None,
        "size": PAGE,
    }
    return render(request, "privacy/requests.html", context)


@requires(rules.HANDLE)
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """登记请求 on a case of the kind; said on another case, it gets a case of its own."""
    case = case_in_sight(request, pk)
    ours = case.kind == CaseKind.DATA_REQUEST
    way = way_to_ask(case)

    def do(terms: Mapping[str, Any]) -> HttpResponse:
        row = way(case.pk, **terms, by=request.acting.actor(), at=timezone.now())
        return done(request, _("Registered; its limit by law runs"), row.case_id)

    context = {"hint": case.number, "kind": "ask", "beside": not ours}
    return asked(request, AskForm(_data(request)), context, do)


@requires(rules.HANDLE)
@require_http_methods(["GET", "POST"])
def verify(request: StaffRequest, pk: int) -> HttpResponse:
    """核验身份 after the request was registered."""
    row = request_in_sight(request, pk)

    def do(terms: Mapping[str, Any]) -> HttpResponse:
        actions.verify_person(row.pk, **terms, by=request.acting.actor(), at=timezone.now())
        return done(request, _("It is known who asks"), row.case_id)

    context = {"hint": row.case.number, "kind": "verify", "row": row}
    return asked(request, VerifyForm(_data(request)), context, do)


@requires(rules.HANDLE)
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """办结或拒绝: says once more what goes before anything is erased."""
    row = request_in_sight(request, pk)

    def do(terms: Mapping[str, Any]) -> HttpResponse:
        told = {"text": terms["text"], "by": request.acting.actor(), "at": timezone.now()}
        if terms["outcome"] == Outcome.REFUSED:
            actions.refuse(row.pk, ground=terms["ground"], **told)
        else:
            actions.answer(row.pk, delivered=terms["delivered"], **told)
        return done(request, _("Answered and on the record"), row.case_id)

    context = {"hint": row.case.number, "kind": "answer", "row": row}
    return asked(
        request, AnswerForm(_data(request)), context | {"article": ARTICLE[Wish(row.wish)]}, do
    )


@requires(rules.HANDLE)
@require_GET
def package(request: StaffRequest, pk: int) -> HttpResponse:
    """个人信息副本: for a verified person who asked for it; counted as an export, its number kept."""
    return as_file(request, **copy_of(request_in_sight(request, pk), at=timezone.now()))
