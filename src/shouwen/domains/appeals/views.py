"""Appeal, withdraw and decide in the browser; what waits for it, with the facts of the case beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.appeals import actions, queries, rules, tables, views_evidence
from shouwen.domains.appeals.actions.appealing import appeals_it, speaks_for
from shouwen.domains.appeals.actions.deciding import is_party
from shouwen.domains.appeals.choices import About, Ground
from shouwen.domains.appeals.forms import AppealForm, DecisionForm, TermsForm
from shouwen.domains.appeals.models import Appeal, Terms
from shouwen.domains.appeals.queries import PAGE, TABS, Contestable
from shouwen.domains.appeals.reach import contested, deciding, seen
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import ledgers
from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks.choices import ClockKind
from shouwen.platform.clocks.queries import holds_of
from shouwen.platform.exchange import writers
from shouwen.platform.exports.answering import as_file
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers
from shouwen.platform.ui.components.lists import Tab, below, tabs_of
from shouwen.platform.ui.polling import polled

WHOLE = 20_000
"""Rows of a file at most."""


@requires(rules.APPEAL)
@require_http_methods(["GET", "POST"])
def make(request: StaffRequest, pk: int) -> HttpResponse:
    """申诉: the ground and on what it rests; says until when, and what it is about."""
    case, found = contested(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    one = _chosen(found, asked)
    form = AppealForm(
        request.POST if request.method == "POST" else None,
        about=one.about,
        initial={"about": one.about, "of": one.of},
    )
    context = {"case": case, "form": form, "shown": _shown(one, request, timezone.now())}
    if request.method == "GET":
        return render(request, "appeals/_make.html", context)
    if not form.is_valid():
        return render(request, "appeals/_make.html", context, status=422)
    try:
        actions.appeal(case.pk, by=request.acting.actor(), at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        context["refusal"] = refusal
        return render(request, "appeals/_make.html", context, status=409)
    page = reverse("cases:case", args=[case.pk])
    changed = {"case-changed": {"id": case.pk}}
    return answers.done(request, _("Appealed; somebody else decides"), page=page, changed=changed)


def _chosen(found: list[Contestable], asked: Mapping[str, str]) -> Contestable:
    """What is meant, else the first that can be appealed; 404 where there is nothing."""
    named = (asked.get("about", ""), asked.get("of", ""))
    for one in found:
        if (one.about.value, str(one.of)) == named or (not any(named) and one.is_free):
            return one
    raise Http404


def _shown(one: Contestable, request: StaffRequest, now: datetime) -> dict[str, Any]:
    """One thing that is held against somebody, in words; ``may``: this reader can appeal it now."""
    until = queries.appeal_until(one.at)
    actor = request.acting.actor()
    free = one.is_free and now <= until and request.acting.may(rules.APPEAL)
    return {
        "one": one,
        "name": ClockKind(one.kind).label if one.kind else About.RATING.label,
        "unit": org.names([one.unit]).get(one.unit, ""),
        "until": until,
        "late": now > until,
        "may": free and speaks_for(actor, one.unit, one.person),
    }


@requires(rules.APPEAL)
@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """撤回: one click, by whoever appealed or the unit."""
    row = seen(request, pk)
    try:
        actions.withdraw(row.pk, by=request.acting.actor(), at=timezone.now())
    except Refused as refusal:
        return _page(request, row, status=409, refusal=refusal)
    return redirect("appeals:appeal", row.pk)


@requires(rules.DECIDE)
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """申诉决定: upheld or rejected in one click, with a reason."""
    row = deciding(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, form=form)
    try:
        actions.decide(row.pk, by=request.acting.actor(), at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        return _page(request, seen(request, pk), status=409, form=form, refusal=refusal)
    return redirect("appeals:appeal", row.pk)


@requires(rules.VIEW)
@require_GET
def appeal(request: StaffRequest, pk: int) -> HttpResponse:
    """One appeal: what was due, who had it how long, what the unit says, what was decided."""
    return _page(request, seen(request, pk))


def _page(request: StaffRequest, row: Appeal, *, status: int = 200, **more: Any) -> HttpResponse:
    now, actor = timezone.now(), request.acting.actor()
    mine = appeals_it(row, actor)
    context = {
        "line": queries.lines([row])[0],
        "row": row,
        "now": now,
        "open_case": Case.objects.visible_to(request.acting.scope).filter(pk=row.case_id).exists(),
        "may_decide": _may_decide(request, row, actor, org.units_of(actor, at=now)),
        "may_withdraw": row.ended is None and mine and request.acting.may(rules.APPEAL),
        "form": DecisionForm(),
        **_facts(row, now),
        **views_evidence.shown(request, row),
        **more,
    }
    return render(request, "appeals/appeal.html", context, status=status)


def _may_decide(request: StaffRequest, row: Appeal, actor: Actor, posts: set[int]) -> bool:
    acting = request.acting
    able = acting.may(rules.DECIDE) and (not row.desk or acting.may(rules.DECIDE_DESK))
    return able and row.ended is None and not is_party(row, row.case, actor, posts=posts)


def _facts(row: Appeal, now: datetime) -> dict[str, Any]:
    """What was due and who held the case how long, as on the page of the case."""
    held = holds_of(row.case.subject)
    clock = next((c for c in ledgers.clocks_of(row.case) if c.clock.pk == row.clock_id), None)
    return {
        "explained": ledgers.explained(clock, at=now, holds=held) if clock else None,
        "blame": ledgers.blame_of(row.case, at=now, calendar=False, holds=held),
        "rating": row.rating,
    }


@requires(rules.VIEW)
@require_GET
@polled
def appeals(request: StaffRequest) -> HttpResponse:
    """申诉: what waits for a decision, what ours are, what was decided."""
    now, scope = timezone.now(), request.acting.scope
    tab, wanted = _tab(request), _wanted(request)
    typed = request.GET.get("from", "")
    start = whole(typed, digits=6, otherwise=0)
    found, more = queries.page(tab, scope=scope, wanted=wanted, start=start)
    actor = request.acting.actor()
    posts = org.units_of(actor, at=now)
    context = {
        "tabs": _tabs(tab, queries.counts(scope=scope, wanted=wanted), wanted),
        "tab": tab,
        "rows": [(n, _may_decide(request, n.row, actor, posts)) for n in queries.lines(found)],
        "abouts": About.choices,
        "grounds": Ground.choices,
        "wanted": wanted,
        "query": urlencode({"tab": tab, **wanted}),
        "first": start + 1,
        "last": start + len(found),
        "next": _at(tab, wanted, start + PAGE) if more else "",
        "prev": _at(tab, wanted, max(start - PAGE, 0)) if start else "",
        "now": now,
    }
    fragment = "#list" if request.headers.get("X-Poll") else ""
    return render(request, f"appeals/list.html{fragment}", context)


def _at(tab: str, wanted: dict[str, str], start: int) -> str:
    return f"?{urlencode({'tab': tab, **wanted, 'from': str(start)})}"


def _tab(request: StaffRequest) -> str:
    """Whoever decides begins with what waits, everybody else with the own appeals."""
    tab = request.GET.get("tab", "")
    usual = "to_decide" if request.acting.may(rules.DECIDE) else "ours"
    return tab if tab in TABS else usual


def _wanted(request: StaffRequest) -> dict[str, str]:
    """The filters chosen; what is no such word filters nothing."""
    known = {"about": About.values, "ground": Ground.values}
    return {k: v for k, words in known.items() if (v := request.GET.get(k, "")) in words}


def _tabs(current: str, counts: dict[str, int], wanted: dict[str, str]) -> list[Tab]:
    words = {
        "to_decide": (_("To be decided"), "warn"),
        "ours": (_("Charged to us"), ""),
        "decided": (_("Decided"), ""),
    }
    told = {key: below(counts[key], queries.MOST) for key in words}
    return tabs_of(reverse("appeals:list"), words, told, current=current, kept=wanted)


@requires(rules.VIEW)
@require_GET
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """The tab as CSV or XLSX, as it was filtered."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    now, tab, wanted = timezone.now(), _tab(request), _wanted(request)
    found, _more = queries.page(tab, scope=request.acting.scope, wanted=wanted, n=WHOLE)
    rows = tables.rows(queries.lines(found))
    return as_file(
        request,
        "appeals",
        kind,
        name=f"appeals-{timezone.localdate(now).isoformat()}.{kind}",
        rows=len(rows),
        scope=urlencode({"tab": tab, **wanted}),
        at=now,
        write=lambda mark: writers.marked(kind, [str(c) for c in tables.COLUMNS], rows, mark),
    )


@requires(rules.TERMS)
@require_http_methods(["GET", "POST"])
def terms(request: StaffRequest) -> HttpResponse:
    """申诉时限: what holds, what will hold, and the next rules from a day on."""
    now = timezone.now()
    form = TermsForm(request.POST if request.method == "POST" else None, initial=_now(now))
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            try:
                actions.set_terms(given.pop("since"), **given, by=request.acting.actor(), at=now)
            except Refused as error:
                refusal, status = error, 409
            else:
                return redirect("appeals:terms")
    rows = Terms.objects.select_related("set_by").order_by("-valid_from")[:20]
    context = {"form": form, "refusal": refusal, "rows": rows, "now_holds": queries.terms(at=now)}
    return render(request, "appeals/terms.html", context, status=status)


def _now(at: datetime) -> dict[str, Any]:
    """What holds today, offered from tomorrow on."""
    held = queries.terms(at=at)
    return {
        "since": timezone.localdate(at) + timedelta(days=1),
        "appeal_days": held.appeal_days,
        "decide_days": held.decide_days,
    }


def card_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """申诉 on the page of a case: what is held against somebody, and what became of the appeal."""
    if not request.acting.may(rules.VIEW):
        return ""
    rows = [_shown(one, request, now) for one in queries.contestable(case.pk)]
    if not rows:
        return ""
    return render_to_string("appeals/_of_case.html", {"rows": rows, "case": case}, request)
