"""What is kept how long, what was erased with which proof, and what is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import queries as customers
from shouwen.domains.privacy import actions, rules
from shouwen.domains.privacy.choices import NightMode
from shouwen.domains.privacy.forms import HoldForm, RuleForm
from shouwen.domains.privacy.models import LegalHold, Run
from shouwen.domains.privacy.queries import due, rules_ahead, rules_on
from shouwen.domains.privacy.queries.nights import mode, nights
from shouwen.domains.privacy.queries.proposals import affected, proposals
from shouwen.domains.privacy.reach import case_in_sight
from shouwen.domains.privacy.views.requests import asked, done
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

SHOWN = 50
COUNTED = 10_000
_NUMBER = Subquery(Case.objects.filter(pk=OuterRef("subject_id")).values("number")[:1])


@requires(rules.HOLD)
@require_http_methods(["GET", "POST"])
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    """法律保留 of a case."""
    case = case_in_sight(request, pk)

    def do(terms: Mapping[str, Any]) -> HttpResponse:
        actions.hold(case.subject, **terms, by=request.acting.actor(), at=timezone.now())
        return done(request, _("Held: no rule erases it"), case.pk)

    form = HoldForm(request.POST if request.method == "POST" else None)
    return asked(request, form, {"hint": case.number, "kind": "hold"}, do)


@requires(rules.HOLD)
@require_POST
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """解除保留 of a case in sight."""
    cases = Case.objects.visible_to(request.acting.scope).values("pk")
    row = get_object_or_404(LegalHold, pk=pk, subject_kind="case", subject_id__in=cases)
    actions.lift(row.pk, by=request.acting.actor(), at=timezone.now())
    return done(request, _("The hold is lifted"), row.subject_id)


@requires(rules.VIEW)
@require_GET
def retention(request: StaffRequest) -> HttpResponse:
    """保存期限与清除: the rules with what is due, what is proposed, the nights, the proofs, the holds."""
    return keeping(request)


def keeping(request: StaffRequest, status: int = 200, **more: object) -> HttpResponse:
    now = timezone.now()
    context = {
        "rules": [
            (rule, due(rule, at=now, limit=COUNTED), _kinds(rule.kinds))
            for rule in rules_on(timezone.localdate(now))
        ],
        "ahead": [(rule, _kinds(rule.kinds)) for rule in rules_ahead(timezone.localdate(now))],
        "proposals": [
            (row, affected(row, at=now, limit=COUNTED), _kinds(row.kinds)) for row in proposals()
        ],
        "most": COUNTED,
        "runs": Run.objects.select_related("rule").order_by("-pk")[:SHOWN],
        "holds": _holds(),
        "night": mode(),
        "modes": NightMode.choices,
        "nights": nights(),
        "may_rule": request.acting.may(rules.RULES) and request.acting.scope.everything,
        "form": RuleForm(),
        "now": now,
        **more,
    }
    return render(request, "privacy/retention.html", context, status=status)


def _holds() -> list[tuple[LegalHold, str]]:
    """The newest holds, each with its reason as anybody may read it."""
    rows = LegalHold.objects.filter(lifted_at=None).annotate(number=_NUMBER).select_related("by")
    found = list(rows.order_by("-pk")[:SHOWN])
    cases = Case.objects.filter(pk__in=[r.subject_id for r in found if r.subject_kind == "case"])
    of_cases = dict(cases.values_list("pk", "customer_id"))
    people = [
        of_cases.get(r.subject_id) if r.subject_kind == "case" else r.subject_id for r in found
    ]
    veils = customers.veils(people)
    return [(row, veils[one](row.reason)) for row, one in zip(found, people, strict=True)]


def _kinds(codes: Sequence[str]) -> str:
    words = dict(CaseKind.choices)
    return "、".join(str(words.get(code, code)) for code in codes)
