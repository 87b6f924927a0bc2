"""Requests about personal data on the case page; rules, proofs and holds on a page of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.privacy import actions, rules
from shouwen.domains.privacy.choices import Wish
from shouwen.domains.privacy.forms import AskForm, HoldForm
from shouwen.domains.privacy.models import DataRequest, LegalHold, Run
from shouwen.domains.privacy.queries import due, rules_on
from shouwen.domains.privacy.queries.package import assembled, packed, rows_of
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.permissions import Permission
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.answering import as_file
from shouwen.platform.ui import answers

SHOWN = 50
COUNTED = 10_000


def _case(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


def _request(request: StaffRequest, pk: int) -> DataRequest:
    """The request of a case in sight, else as if there were none."""
    found = DataRequest.objects.filter(
        pk=pk, case__in=Case.objects.visible_to(request.acting.scope)
    ).select_related("case")
    return get_object_or_404(found)


def _done(request: StaffRequest, text: object, case_id: int) -> HttpResponse:
    page = reverse("cases:case", args=[case_id])
    return answers.done(request, text, page=page, changed={"case-changed": {"id": case_id}})


@requires(rules.HANDLE)
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """登记个人信息请求 on a case."""
    case = _case(request, pk)
    form = AskForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "hint": case.number, "kind": "ask"}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "privacy/_dialog.html", context, status=status)
    terms = form.cleaned_data
    try:
        actions.ask(case.pk, **terms, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return render(request, "privacy/_dialog.html", context | {"refusal": refusal}, status=409)
    return _done(request, _("Registered; it is due by law"), case.pk)


@requires(rules.HANDLE)
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """办结: asks once more before anything is erased."""
    row = _request(request, pk)
    context: dict[str, object] = {"row": row, "hint": row.case.number, "kind": "answer"}
    if request.method == "GET":
        return render(request, "privacy/_dialog.html", context)
    try:
        actions.answer(row.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return render(request, "privacy/_dialog.html", context | {"refusal": refusal}, status=409)
    return _done(request, _("Carried out and on the record"), row.case_id)


@requires(rules.HANDLE)
@require_GET
def package(request: StaffRequest, pk: int) -> HttpResponse:
    """个人信息副本: for whoever asked for a copy; counted as an export."""
    row = _request(request, pk)
    if row.wish != Wish.COPY:
        raise Http404
    data = assembled(row.customer_id)
    return as_file(
        request,
        "privacy.package",
        "zip",
        name=f"personal-data-{row.case.number}.zip",
        rows=rows_of(data),
        scope=f"{row.case.number} · {row.get_wish_display()}",
        at=timezone.now(),
        write=lambda mark: packed(data, mark),
    )


@requires(rules.HOLD)
@require_http_methods(["GET", "POST"])
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    """法律保留 of a case."""
    case = _case(request, pk)
    form = HoldForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "hint": case.number, "kind": "hold"}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "privacy/_dialog.html", context, status=status)
    try:
        actions.hold(
            case.subject,
            reason=form.cleaned_data["reason"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
    except Refused as refusal:
        return render(request, "privacy/_dialog.html", context | {"refusal": refusal}, status=409)
    return _done(request, _("Held: no rule erases it"), case.pk)


@requires(rules.HOLD)
@require_POST
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """解除保留 of a case in sight."""
    cases = Case.objects.visible_to(request.acting.scope).values("pk")
    row = get_object_or_404(LegalHold, pk=pk, subject_kind="case", subject_id__in=cases)
    actions.lift(row.pk, by=request.acting.actor(), at=timezone.now())
    return _done(request, _("The hold is lifted"), row.subject_id)


@requires(rules.VIEW)
@require_GET
def retention(request: StaffRequest) -> HttpResponse:
    """保存期限与清除: the rules with what is due, the proofs of the runs, what is held."""
    now = timezone.now()
    context = {
        "rules": [
            (rule, due(rule, at=now, limit=COUNTED), _kinds(rule.kinds))
            for rule in rules_on(timezone.localdate(now))
        ],
        "most": COUNTED,
        "runs": Run.objects.select_related("rule").order_by("-pk")[:SHOWN],
        "holds": LegalHold.objects.filter(lifted_at=None)
        .select_related("by")
        .order_by("-pk")[:SHOWN],
        "requests": DataRequest.objects.filter(
            case__in=Case.objects.visible_to(request.acting.scope)
        )
        .select_related("case")
        .order_by("done_at", "due_at")[:SHOWN],
        "now": now,
    }
    return render(request, "privacy/retention.html", context)


def _kinds(codes: Sequence[str]) -> str:
    words = dict(CaseKind.choices)
    return "、".join(str(words.get(code, code)) for code in codes)


def card_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """个人信息请求 and holds on the page of a case."""
    acting = request.acting
    asked = DataRequest.objects.filter(case_id=case.pk).select_related("done_by")
    holds = LegalHold.objects.filter(subject_kind="case", subject_id=case.pk, lifted_at=None)
    if not asked.values("pk").union(holds.values("pk")).exists():  # of most cases, in one statement
        return ""
    row, held = asked.first(), holds.first()
    context = {
        "row": row,
        "held": held,
        "now": now,
        "may_handle": acting.may(rules.HANDLE) and acting.scope.covers(case.owner_unit_id),
        "may_hold": acting.may(rules.HOLD),
        "may_copy": row is not None and row.wish == Wish.COPY,
    }
    return render_to_string("privacy/_of_case.html", context, request)


def item_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """登记个人信息请求 and 法律保留, for whoever may."""
    may = _may(request, case, rules.HANDLE) and case.customer_id is not None
    holds = _may(request, case, rules.HOLD)
    if not (may or holds):
        return ""
    context = {"case": case, "may_ask": may, "may_hold": holds}
    return render_to_string("privacy/_button.html", context, request)


def _may(request: StaffRequest, case: Case, verb: Permission) -> bool:
    covers = request.acting.scope.covers
    return request.acting.may(verb) and (covers(case.owner_unit_id) or covers(case.handler_unit_id))
