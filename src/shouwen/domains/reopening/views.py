"""The rules of reopening; the follow-up where a case can no longer be reopened; who is asked to reopen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.cases import rules as of_cases
from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.reopening import actions, queries, rules
from shouwen.domains.reopening.forms import RuleForm
from shouwen.domains.reopening.models import Rule
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org

LONGEST = 4000  # characters of a text


@requires(of_cases.OPEN)
@require_POST
def follow_up(request: StaffRequest, pk: int) -> HttpResponse:
    """续单: the linked case is opened at once, and its page follows."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    text = request.POST.get("text", "").replace("\x00", "")[:LONGEST]
    try:
        made = actions.follow_up(case.pk, text=text, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    page = reverse("cases:case", args=[made.pk])
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)


def way_out(request: StaffRequest, case: Case, now: datetime) -> str:
    """新建续单 in the dialog that says it is too late to reopen; what was typed there goes with it."""
    if not request.acting.may(of_cases.OPEN):
        return ""
    return render_to_string("reopening/_follow_up.html", {"case": case}, request)


def in_the_menu(request: StaffRequest, case: Case, now: datetime) -> str:
    """The same for an archived case, which has no dialog of reopening."""
    if case.state != CaseState.ARCHIVED or not request.acting.may(of_cases.OPEN):
        return ""
    return render_to_string("reopening/_follow_up.html", {"case": case, "menu": True}, request)


def card(request: StaffRequest, case: Case, now: datetime) -> str:
    """不满意待重开 on the page of a closed case, until somebody reopens it or its days have passed."""
    if case.is_open or not request.acting.may(of_cases.REOPEN):
        return ""
    said = queries.waits_for_a_word(case, at=now)
    if said is None or not request.acting.scope.covers(case.owner_unit_id):
        return ""
    return render_to_string("reopening/_asked.html", {"case": case, "said": said}, request)


@requires(rules.SET)
@require_http_methods(["GET", "POST"])
def rules_of_reopening(request: StaffRequest) -> HttpResponse:
    """重开规则: what holds for each kind, what will hold, and the next rule from a day on."""
    now = timezone.now()
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    form = RuleForm(request.POST if request.method == "POST" else None, initial={"since": tomorrow})
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.set_rule(**form.cleaned_data, by=request.acting.actor(), at=now)
            except Refused as error:
                refusal, status = error, 409
            else:
                return redirect("reopening:rules")
    context = {"form": form, "refusal": refusal, "rows": _rows(), "holds": _holding(now)}
    return render(request, "reopening/rules.html", context, status=status)


def _holding(at: datetime) -> list[tuple[Any, Rule]]:
    """Each kind with the rule that holds for it today."""
    return [(kind.label, queries.rule_for(kind, at=at)) for kind in CaseKind]


def _rows() -> list[tuple[Rule, str, str]]:
    """The rules that were set, the newest first, with the words for kind and person."""
    found = list(Rule.objects.order_by("-valid_from", "kind")[:50])
    names = org.staff_names({row.by_id for row in found if row.by_id})
    kinds = dict(CaseKind.choices)
    return [(row, str(kinds.get(row.kind, "")), names.get(row.by_id or 0, "")) for row in found]
