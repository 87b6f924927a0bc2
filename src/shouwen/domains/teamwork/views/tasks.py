"""Sub-tasks and co-handling: assign from a case, the page of a task, its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.customers.queries import veils
from shouwen.domains.teamwork import actions, rules
from shouwen.domains.teamwork.forms import AssignForm
from shouwen.domains.teamwork.models import Task
from shouwen.domains.teamwork.queries.tasks import lines
from shouwen.domains.teamwork.verbs import VERBS, Verb, allowed, may
from shouwen.domains.teamwork.views.linking import done, visible
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.journal.models import Entry, EntryText
from shouwen.platform.ui import answers


def _seen(request: StaffRequest, pk: int) -> Task:
    """The task, or 404 exactly as if it did not exist."""
    found = Task.objects.visible_to(request.acting.scope).select_related("case")
    return get_object_or_404(found, pk=pk)


@requires(rules.ASSIGN)
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """派子任务 or 请协办: what, which unit or person, until when."""
    case = visible(request, pk)
    form = AssignForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"case": case, "form": form}
    if request.method == "GET":
        return render(request, "teamwork/_assign.html", context)
    if not form.is_valid():
        return render(request, "teamwork/_assign.html", context, status=422)
    by = request.acting.actor()
    try:
        actions.assign(case.pk, by=by, at=timezone.now(), **form.terms())
    except Refused as refusal:
        context["refusal"] = refusal
        return render(request, "teamwork/_assign.html", context, status=409)
    return done(request, _("Assigned"), case.pk)


@requires(cases.VIEW)
@require_GET
def task(request: StaffRequest, pk: int) -> HttpResponse:
    """One task: what is to be done, by whom, until when, what became of it."""
    row = _seen(request, pk)
    case = Case.objects.reachable_by(request.acting.scope).filter(pk=row.case_id).first()
    context = {
        "line": lines([row])[0],
        "row": row,
        "case": case,
        "verbs": allowed(row, request.acting),
        "result": _result(row),
        "now": timezone.now(),
    }
    return render(request, "teamwork/task.html", context)


def _result(row: Task) -> str:
    """What was done, or why it was withdrawn, in words."""
    if row.is_open:
        return ""
    ended = Entry.objects.filter(
        subject_kind="case",
        subject_id=row.case_id,
        kind__in=["teamwork.task.done", "teamwork.task.withdrawn"],
        facts__task_id=row.pk,
    )
    found = EntryText.objects.filter(entry_id__in=ended.values("pk"))
    words = found.values_list("body", flat=True).first() or ""
    return veils([row.case.customer_id])[row.case.customer_id](words)


def _view(verb: Verb) -> Callable[..., HttpResponse]:
    @requires(verb.permission)
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        row = _seen(request, pk)
        if not may(verb, row, request.acting):
            raise PermissionDenied
        form = verb.form(request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {"verb": verb, "row": row, "form": form}
        context["line"] = lines([row])[0]
        if request.method == "GET":
            return render(request, "teamwork/_task_verb.html", context)
        if not form.is_valid():
            return render(request, "teamwork/_task_verb.html", context, status=422)
        try:
            verb.act(row.pk, by=request.acting.actor(), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            context["refusal"] = refusal
            return render(request, "teamwork/_task_verb.html", context, status=409)
        return _done(request, verb, row)

    view.__name__ = f"{verb.name}_task"
    view.__doc__ = f"{verb.act.__doc__}"
    return view


def _done(request: StaffRequest, verb: Verb, row: Task) -> HttpResponse:
    changed = {"case-changed": {"id": row.case_id}, "task-changed": {"id": row.pk}}
    page = reverse("teamwork:task", args=[row.pk])
    return answers.done(request, verb.done, page=page, changed=changed)


TASK_VIEWS = {name: _view(verb) for name, verb in VERBS.items()}
