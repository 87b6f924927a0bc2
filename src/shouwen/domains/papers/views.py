"""材料 on the page of a case, on a slip for the hall, and the lists by kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.mattertypes.models import MatterType
from shouwen.domains.mattertypes.queries import spoken
from shouwen.domains.papers import actions, queries, rules
from shouwen.domains.papers.forms import LineForms, ListForm, TickForm, said
from shouwen.domains.papers.models import LINES
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.ui import answers


def card(request: StaffRequest, case: Case, now: datetime) -> str:
    """The checklist of a case whose kind needs papers; ticks for whoever may note them."""
    asked = queries.needed(case)
    if not asked:
        return ""
    context = {"case": case, "needed": asked, "ticks": request.acting.may(rules.TICK)}
    return render_to_string("papers/_card.html", context, request)


@requires(rules.TICK)
@require_POST
def tick(request: StaffRequest, pk: int) -> HttpResponse:
    """收件."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    form = TickForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    given = form.cleaned_data
    try:
        actions.tick(
            case.pk,
            given["paper"],
            taken=given["taken"],
            seen=given["seen"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    page = reverse("cases:case", args=[pk])
    return answers.done(request, _("Noted."), page=page, changed={"case-changed": {"id": pk}})


@requires(cases.VIEW)
@require_GET
def slip(request: StaffRequest, pk: int) -> HttpResponse:
    """材料单: a sheet for the customer at the counter, without anybody's name or number."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    context = {
        "case": case,
        "category": spoken(case.category),
        "needed": queries.needed(case),
        "now": timezone.now(),
    }
    return render(request, "papers/slip.html", context)


@requires(rules.SET)
@require_http_methods(["GET", "POST"])
def lists(request: StaffRequest) -> HttpResponse:
    """材料清单: what holds, what will hold, and the next list of a kind or category."""
    now = timezone.now()
    posted = request.POST if request.method == "POST" else None
    started = _started(request, now)
    form = ListForm(posted, initial=started)
    lines = LineForms(posted, initial=started["lines"], prefix="papers")
    lines.extra = LINES - len(started["lines"])
    refusal, status = None, 200
    if posted is not None:
        status = 422
        if form.is_valid() and lines.is_valid():
            try:
                actions.set_list(
                    form.cleaned_data["kind"],
                    form.cleaned_data["category"],
                    said(lines),
                    since=form.cleaned_data["since"],
                    why=form.cleaned_data["why"],
                    by=request.acting.actor(),
                    at=now,
                )
            except Refused as error:
                refusal, status = error, 409
            else:
                return redirect("papers:lists")
    context: dict[str, Any] = {
        "form": form,
        "lines": lines,
        "refusal": refusal,
        "rows": queries.in_force(on=timezone.localdate(now)),
        "kinds": dict(CaseKind.choices),
        "types": MatterType.objects.filter(active=True).order_by("kind", "position", "pk"),
        "today": timezone.localdate(now),
    }
    return render(request, "papers/lists.html", context, status=status)


def _started(request: StaffRequest, now: datetime) -> dict[str, Any]:
    """The list that is to be followed, if the address names one; from tomorrow on."""
    today = timezone.localdate(now)
    kind, category = request.GET.get("kind", ""), request.GET.get("category", "")[:60]
    found = queries.papers(kind, category, on=today) if kind in CaseKind.values else []
    fields = ("name", "note", "form", "required")
    return {
        "kind": kind,
        "category": category,
        "since": today + timedelta(days=1),
        "lines": [{name: getattr(paper, name) for name in fields} for paper in found[:LINES]],
    }
