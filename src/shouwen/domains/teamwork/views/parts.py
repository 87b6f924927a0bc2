"""What shared work adds to the page of a case: one card, and one menu among the verbs."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import format_html

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.teamwork import queries, rules
from shouwen.domains.teamwork.verbs import allowed
from shouwen.platform.access.http import StaffRequest

SHOWN = 20


def theirs(request: StaffRequest, case: Case) -> bool:
    covers = request.acting.scope.covers
    return covers(case.owner_unit_id) or covers(case.handler_unit_id)


def cards(request: StaffRequest, case: Case, now: datetime) -> str:
    """协办、子任务、母单与关联."""
    return format_html("{}{}", _tasks(request, case, now), _links(request, case))


def _tasks(request: StaffRequest, case: Case, now: datetime) -> str:
    """协办与子任务: each with its clock and its verbs."""
    rows = [(line, allowed(line.task, request.acting)) for line in queries.tasks_of(case.pk)]
    if not rows:
        return ""
    context = {"rows": rows, "case": case, "now": now}
    return render_to_string("teamwork/_tasks.html", context, request)


def _links(request: StaffRequest, case: Case) -> str:
    links = queries.links_of(case.pk, scope=request.acting.scope)
    if not links:
        return ""
    acting, mine = request.acting, theirs(request, case)
    context = {
        "case": case,
        "links": links,
        "children": links.children[:SHOWN],
        "more": len(links.children) - SHOWN,
        "may_link": mine and acting.may(rules.LINK),
        "may_answer": mine and acting.may(cases.ANSWER),
        "may_note": mine and acting.may(cases.WORK),
    }
    return render_to_string("teamwork/_links.html", context, request)


def button(request: StaffRequest, case: Case, now: datetime) -> str:
    """协同: the menu of everything one does together with others."""
    if not theirs(request, case):
        return ""
    context = {
        "case": case,
        "may_link": request.acting.may(rules.LINK),
        "may_assign": request.acting.may(rules.ASSIGN),
    }
    return render_to_string("teamwork/_menu.html", context, request)
