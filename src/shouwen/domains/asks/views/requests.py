"""Ask, work on and answer internal requests in the browser; the inbox of a department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.domains.asks import actions, queries, rules
from shouwen.domains.asks.forms import AskForm, typed_unit
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries import inbox as inbox_of
from shouwen.domains.asks.queries.guessing import offered
from shouwen.domains.asks.queries.lines import lines, of_case
from shouwen.domains.asks.queries.story import story
from shouwen.domains.asks.verbs import VERBS, Verb, allowed, may, may_rate
from shouwen.domains.asks.views.seeing import visible
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.ledgers import explained, shown
from shouwen.domains.customers.queries import Veil, veils
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers
from shouwen.platform.ui.components.lists import Tab, tabs_of
from shouwen.platform.ui.polling import polled


def _done(request: StaffRequest, text: object, row: Request) -> HttpResponse:
    """Nothing to swap: whatever shows the request or its case hears that it changed."""
    changed = {"case-changed": {"id": row.case_id}, "request-changed": {"id": row.pk}}
    page = reverse("asks:request", args=[row.pk])
    return answers.done(request, text, page=page, changed=changed)


@requires(rules.ASK)
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """问部门: what, whom, and whether the case waits for it."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)
    form = AskForm(request.POST if request.method == "POST" else None)
    typed = typed_unit(request.POST.get("unit_id", ""))
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "offered": offered(typed, "", at=timezone.now()) if typed else [],
        "duty": request.POST.get("duty_id", ""),
    }
    if request.method == "GET":
        return render(request, "asks/_ask.html", context)
    if not form.is_valid():
        return render(request, "asks/_ask.html", context, status=422)
    try:
        made = actions.ask(
            case.pk, by=request.acting.actor(), at=timezone.now(), **form.cleaned_data
        )
    except (Refused, MoveNotAllowed) as refusal:
        context["refusal"] = refusal
        return render(request, "asks/_ask.html", context, status=409)
    unit = org.names([made.unit_id]).get(made.unit_id, "")
    return _done(request, _("%(unit)s was asked") % {"unit": unit}, made)


def _view(verb: Verb) -> Callable[..., HttpResponse]:
    @requires(verb.permission)
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        row = visible(request, pk)
        if not may(verb, row, request.acting):
            raise PermissionDenied
        form = verb.form(
            request.POST if request.method == "POST" else None, initial=_known(verb, row)
        )
        context: dict[str, Any] = {"verb": verb, "row": row, "form": form}
        if request.method == "GET":
            return render(request, "asks/_verb.html", context)
        if not form.is_valid():
            return render(request, "asks/_verb.html", context, status=422)
        try:
            verb.act(
                row.pk, by=request.acting.actor(), at=timezone.now(), **dict(form.cleaned_data)
            )
        except (Refused, MoveNotAllowed) as refusal:
            context["refusal"] = refusal
            return render(request, "asks/_verb.html", context, status=409)
        return _done(request, verb.done, row)

    view.__name__ = verb.name
    view.__doc__ = f"{verb.act.__doc__}"
    return view


def _known(verb: Verb, row: Request) -> dict[str, Any]:
    """What the form begins with: the case is named by the question's first words."""
    return {"title": _veil(row)(queries.question_of(row))[:60]} if verb.name == "to_case" else {}


VERB_VIEWS = {name: _view(verb) for name, verb in VERBS.items()}


@requires(rules.VIEW)
@require_GET
def request_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One request: question, answer, its clock, what happened, verbs."""
    row, now = visible(request, pk), timezone.now()
    line = lines([row])[0]
    context = {
        "line": line,
        "row": row,
        "why": explained(shown(line.clock), at=now) if line.clock else None,
        "case": _case_if_seen(request, row),
        "verbs": allowed(row, request.acting),
        "story": story(row.subject, veil=_veil(row)),
        "scores": range(1, 6) if may_rate(row, request.acting) else (),
        "rating": row.ratings.order_by("-at", "-pk").first(),
        "now": now,
    }
    return render(request, "asks/request.html", context)


def _veil(row: Request) -> Veil:
    customer = row.case.customer_id if row.case else None
    return veils([customer])[customer]


def _case_if_seen(request: StaffRequest, row: Request) -> Case | None:
    if row.case_id is None:
        return None
    return Case.objects.reachable_by(request.acting.scope).filter(pk=row.case_id).first()


@requires(rules.VIEW)
@require_GET
@polled
def inbox(request: StaffRequest) -> HttpResponse:
    """内部请求: to accept, in work, answered today; and what the own units wait for."""
    now, acting = timezone.now(), request.acting
    tab = request.GET.get("tab", "")
    tab = tab if tab in inbox_of.TABS else inbox_of.TABS[0]
    after = request.GET.get("from", "")
    start = whole(after, digits=6, otherwise=0)
    page = inbox_of.page(tab, scope=acting.scope, unit_id=acting.unit_id, at=now, after=start)
    counts = inbox_of.counts(scope=acting.scope, unit_id=acting.unit_id, at=now)
    context = {
        "tabs": _tabs(tab, counts),
        "tab": tab,
        "rows": [(line, allowed(line.request, acting)[:2]) for line in lines(page.rows)],
        "first": start + 1,
        "last": start + len(page.rows),
        "next": f"?tab={tab}&from={page.after}" if page.after else "",
        "prev": f"?tab={tab}&from={max(start - inbox_of.PAGE, 0)}" if start else "",
        "now": now,
    }
    fragment = "#list" if request.headers.get("X-Poll") else ""
    return render(request, f"asks/inbox.html{fragment}", context)


def _tabs(current: str, counts: dict[str, int]) -> list[Tab]:
    words = {
        "to_accept": (_("To accept"), "warn"),
        "in_work": (_("In work"), ""),
        "answered": (_("Ended today"), ""),
        "asked": (_("We wait for"), ""),
    }
    return tabs_of(reverse("asks:inbox"), words, counts, current=current)


def card_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """内部请求 on the page of a case: each with its clock, question, answer and verbs."""
    if not request.acting.may(rules.VIEW):
        return ""
    rows = [(line, allowed(line.request, request.acting)) for line in of_case(case.pk)]
    if not rows:
        return ""
    context = {"rows": rows, "case": case, "now": now}
    return render_to_string("asks/_of_case.html", context, request)


def button_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """问部门 among the verbs of a case."""
    covers = request.acting.scope.covers
    theirs = covers(case.owner_unit_id) or covers(case.handler_unit_id)
    if not (theirs and request.acting.may(rules.ASK) and case.can("consult")):
        return ""
    return render_to_string("asks/_button.html", {"case": case}, request)
