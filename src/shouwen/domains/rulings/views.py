"""Return, rule and arbitrate in the browser; what waits for it, and which units play ping-pong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases.models import Case
from shouwen.domains.rulings import actions, queries, rules
from shouwen.domains.rulings.forms import ArbitrateForm, ReturnForm
from shouwen.domains.rulings.models import Return
from shouwen.domains.rulings.queries.waiting import PAGE, TABS
from shouwen.domains.rulings.reach import decidable, handled_here
from shouwen.kernel import periods
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.spelled import whole
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers
from shouwen.platform.ui.components.lists import Tab, below, tabs_of
from shouwen.platform.ui.polling import polled


def done(request: StaffRequest, text: object, case_id: int) -> HttpResponse:
    """Nothing to swap: whatever shows the case or its return hears that it changed."""
    page = reverse("cases:case", args=[case_id])
    return answers.done(request, text, page=page, changed={"case-changed": {"id": case_id}})


@requires(rules.SEND_BACK)
@require_http_methods(["GET", "POST"])
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    """退回: why, whose it is, and on what that rests; says whose time it remains."""
    return _return(request, handled_here(request, pk), "send_back")


@requires(rules.SEND_BACK)
@require_http_methods(["GET", "POST"])
def ask_arbitration(request: StaffRequest, pk: int) -> HttpResponse:
    """申请仲裁: after a ruling, once."""
    return _return(request, handled_here(request, pk), "ask_arbitration")


_VERBS: dict[str, Callable[..., Return]] = {
    "send_back": actions.send_back,
    "ask_arbitration": actions.ask_arbitration,
}


def _return(request: StaffRequest, case: Case, verb: str) -> HttpResponse:
    now = timezone.now()
    form = ReturnForm(
        request.POST if request.method == "POST" else None, initial={"version": case.version}
    )
    context = {"case": case, "form": form, "verb": verb, **_spent(case, now)}
    if request.method == "GET":
        return render(request, "rulings/_return.html", context)
    if not form.is_valid():
        return render(request, "rulings/_return.html", context, status=422)
    try:
        _VERBS[verb](case.pk, by=request.acting.actor(), at=now, **form.cleaned_data)
    except (Refused, MoveNotAllowed) as refusal:
        context["refusal"] = refusal
        context["contested"] = refusal.code == "second_return"
        return render(request, "rulings/_return.html", context, status=409)
    said = (
        _("Arbitration was asked for")
        if verb == "ask_arbitration"
        else _("Returned; the desk rules")
    )
    return done(request, said, case.pk)


def _spent(case: Case, now: datetime) -> dict[str, Any]:
    """What the dialog says: whose time runs, how much is left, how right the unit was this month."""
    zone = org.zone_of(case.handler_unit_id)
    since = periods.containing(now.astimezone(zone).date(), Grain.MONTH).start(zone)
    right, ruled = queries.accuracy(case.handler_unit_id, since=since, until=now)
    return {
        "unit": org.names([case.handler_unit_id]).get(case.handler_unit_id, ""),
        "due_at": queries.due_at(case),
        "right": right,
        "ruled": ruled,
        "now": now,
    }


@requires(rules.RULE)
@require_POST
def agree(request: StaffRequest, pk: int) -> HttpResponse:
    """同意退回: one click; the proposed unit has the case from now on."""
    return _rule(request, pk, agree=True)


@requires(rules.RULE)
@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """不同意: one click; the case stays where it is."""
    return _rule(request, pk, agree=False)


def _rule(request: StaffRequest, pk: int, *, agree: bool) -> HttpResponse:
    row = decidable(request, pk)
    try:
        actions.rule(row.pk, agree=agree, by=request.acting.actor(), at=timezone.now())
    except (Refused, MoveNotAllowed) as refusal:
        context = {"case": row.case, "refusal": refusal}
        return render(request, "rulings/_refused.html", context, status=409)
    unit = org.names([row.proposed_unit_id]).get(row.proposed_unit_id, "")
    said = _("Ruled: %(unit)s has it now") % {"unit": unit} if agree else _("Ruled: it stays")
    return done(request, said, row.case_id)


@requires(rules.ARBITRATE)
@require_http_methods(["GET", "POST"])
def arbitrate(request: StaffRequest, pk: int) -> HttpResponse:
    """仲裁: whose it is, for good, and why."""
    row = decidable(request, pk)
    form: django_forms.Form = ArbitrateForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"line": queries.lines([row])[0], "case": row.case, "form": form}
    if request.method == "GET":
        return render(request, "rulings/_arbitrate.html", context)
    if not form.is_valid():
        return render(request, "rulings/_arbitrate.html", context, status=422)
    try:
        actions.arbitrate(row.pk, by=request.acting.actor(), at=timezone.now(), **form.cleaned_data)
    except (Refused, MoveNotAllowed) as refusal:
        context["refusal"] = refusal
        return render(request, "rulings/_arbitrate.html", context, status=409)
    return done(request, _("Arbitrated"), row.case_id)


@requires(rules.VIEW)
@require_GET
@polled
def rulings(request: StaffRequest) -> HttpResponse:
    """退回与裁定: what waits for a ruling or for arbitration, what we returned, what was decided."""
    now, scope = timezone.now(), request.acting.scope
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    typed = request.GET.get("from", "")
    start = whole(typed, digits=6, otherwise=0)
    rows, more = queries.page(tab, scope=scope, start=start)
    context = {
        "tabs": _tabs(tab, queries.counts(scope=scope)),
        "tab": tab,
        "rows": [(line, _may(request, line.row)) for line in queries.lines(rows)],
        "first": start + 1,
        "last": start + len(rows),
        "next": f"?tab={tab}&from={start + PAGE}" if more else "",
        "prev": f"?tab={tab}&from={max(start - PAGE, 0)}" if start else "",
        "now": now,
    }
    fragment = "#list" if request.headers.get("X-Poll") else ""
    return render(request, f"rulings/list.html{fragment}", context)


def _may(request: StaffRequest, row: Return) -> str:
    """Which decision this post may take on it now: ``rule``, ``arbitrate`` or none."""
    acting = request.acting
    if not row.is_waiting or not acting.scope.covers(row.case.owner_unit_id):
        return ""
    if acting.unit_id is not None and acting.unit_id in org.below(row.unit_id):
        return ""
    if row.step == "return":
        return "rule" if acting.may(rules.RULE) else ""
    return "arbitrate" if acting.may(rules.ARBITRATE) else ""


def _tabs(current: str, counts: dict[str, int]) -> list[Tab]:
    words = {
        "to_rule": (_("To be ruled"), "warn"),
        "to_arbitrate": (_("To be arbitrated"), "late"),
        "ours": (_("Returned by us"), ""),
        "decided": (_("Decided"), ""),
    }
    told = {key: below(counts[key], queries.MOST) for key in words}
    return tabs_of(reverse("rulings:list"), words, told, current=current)


@requires(rules.VIEW)
@require_GET
def pairs(request: StaffRequest) -> HttpResponse:
    """踢皮球: which units returned cases to one another in a period, counted and named."""
    period, since, until = _period(request)
    found = queries.ping_pong(since=since, until=until, scope=request.acting.scope)
    today = timezone.now().astimezone(org.zone_of(request.acting.unit_id)).date()
    context = {
        "pairs": found,
        "total": sum(pair.total for pair in found),
        "cases_again": sum(pair.again for pair in found),
        "period": period,
        "grains": [
            (g, label, periods.containing(period.last, g).id)
            for g, label in (
                (Grain.XUN, _("Ten days")),
                (Grain.MONTH, _("Month")),
                (Grain.QUARTER, _("Quarter")),
            )
        ],
        "previous": period.previous().id,
        "next": period.next().id if period.last < today else "",
    }
    return render(request, "rulings/pairs.html", context)


@requires(rules.VIEW)
@require_GET
def between(request: StaffRequest) -> HttpResponse:
    """The returns between two units, with the cases of those the reader may see."""
    period, since, until = _period(request)
    ids = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(i.isascii() and i.isdecimal() and len(i) < 18 for i in ids):
        if any(ids):
            raise Http404
        return HttpResponseRedirect(reverse("rulings:pairs"))
    a, b = (int(i) for i in ids)
    names = org.names([a, b])
    found = queries.between(a, b, since=since, until=until, scope=request.acting.scope)
    context = {
        "rows": [(line, "") for line in queries.lines(found)],
        "a_name": names.get(a, "—") if found else "—",
        "b_name": names.get(b, "—") if found else "—",
        "period": period,
        "back": f"{reverse('rulings:pairs')}?period={period.id}",
        "now": timezone.now(),
    }
    return render(request, "rulings/between.html", context)


def _period(request: StaffRequest) -> tuple[Period, datetime, datetime]:
    zone = org.zone_of(request.acting.unit_id)
    spelled = request.GET.get("period", "")
    try:
        today = timezone.now().astimezone(zone).date()
        found = periods.parse(spelled) if spelled else periods.containing(today, Grain.MONTH)
    except ValueError:
        raise Http404 from None
    return found, found.start(zone), found.end(zone)


def card_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """退回与裁定 on the page of a case: each return with its words, and the ruling in one click."""
    if not (case.returns and request.acting.may(rules.VIEW)):
        return ""
    rows = [(line, _may(request, line.row)) for line in queries.of_case(case.pk)]
    if not rows:
        return ""
    return render_to_string("rulings/_of_case.html", {"rows": rows, "now": now}, request)


def button_of_case(request: StaffRequest, case: Case, now: datetime) -> str:
    """退回 among the verbs of a case, for the unit that has it; after a ruling 申请仲裁."""
    acting = request.acting
    if not (acting.may(rules.SEND_BACK) and acting.scope.covers(case.handler_unit_id)):
        return ""
    if case.handler_unit_id == case.owner_unit_id:
        return ""  # there is nobody to return it to
    verb = queries.standing(case).verb
    return (
        render_to_string("rulings/_button.html", {"case": case, "verb": verb}, request)
        if verb
        else ""
    )
