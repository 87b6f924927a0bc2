"""宏: pick one on a case by ``M``, look at what it will do, do it; and the page where macros are kept."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases import rules as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.macros import actions, queries
from shouwen.domains.macros.forms import ApplyForm, MacroForm
from shouwen.domains.macros.models import Macro
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.ui import answers


def button(request: StaffRequest, case: Case, now: datetime) -> str:
    """宏 M, where the reader may work on the case."""
    covers = request.acting.scope.covers
    theirs = covers(case.owner_unit_id) or covers(case.handler_unit_id)
    if not (case.is_open and theirs and request.acting.may(cases.WORK)):
        return ""
    return render_to_string("macros/_button.html", {"case": case}, request)


def _case(request: StaffRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


@requires(cases.WORK)
@require_GET
def pick(request: StaffRequest, pk: int) -> HttpResponse:
    """The macros the reader may do, most used first, the first nine by their number."""
    case = _case(request, pk)
    found = [(macro, queries.steps_of(macro, case)) for macro in queries.usable_by(request.acting)]
    return render(request, "macros/_pick.html", {"case": case, "found": found})


@requires(cases.WORK)
@require_http_methods(["GET", "POST"])
def apply(request: StaffRequest, pk: int, macro: int) -> HttpResponse:
    """What the macro will do, its words ready to be changed; then all of it or nothing."""
    case = _case(request, pk)
    found = get_object_or_404(queries.seen_by(request.acting), pk=macro)
    steps = queries.steps_of(found, case)
    form = ApplyForm(
        request.POST if request.method == "POST" else None,
        texts={s.verb: (s.label, s.text) for s in steps if s.has_text},
        initial={"version": case.version},
    )
    context = {"case": case, "macro": found, "steps": steps, "form": form}
    if request.method == "GET":
        return render(request, "macros/_apply.html", context)
    if not form.is_valid():
        return render(request, "macros/_apply.html", context, status=422)
    try:
        actions.apply(
            found.pk,
            case.pk,
            texts=form.texts(),
            version=form.cleaned_data["version"],
            acting=request.acting,
            at=timezone.now(),
        )
    except (Refused, MoveNotAllowed) as refusal:
        return render(request, "macros/_apply.html", {**context, "refusal": refusal}, status=409)
    page = reverse("cases:case", args=[case.pk])
    said = _("Done: %(name)s") % {"name": found.name}
    return answers.done(request, said, page=page, changed={"case-changed": {"id": case.pk}})


@requires(cases.WORK)
@require_GET
def macros(request: StaffRequest) -> HttpResponse:
    """宏的设置: what each does, who has it, how often it was used."""
    kinds, acting = dict(ViewKind.choices), request.acting
    context = {
        "rows": [
            {
                "macro": macro,
                "steps": queries.steps_of(macro),
                "kind": kinds[macro.kind],
                "mine": queries.may_change(macro, acting),
                "forbidden": queries.forbidden(macro.steps, acting),
            }
            for macro in queries.seen_by(acting)
        ],
        "removed": queries.lately_removed(acting, at=timezone.now()),
    }
    return render(request, "macros/list.html", context)


@requires(cases.WORK)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """新建宏."""
    return _keep(request, None)


@requires(cases.WORK)
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, macro: int) -> HttpResponse:
    """修改宏."""
    found = get_object_or_404(queries.seen_by(request.acting), pk=macro)
    return _keep(request, found)


def _keep(request: StaffRequest, macro: Macro | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = MacroForm(data, acting=request.acting, macro=macro)
    context = {"form": form, "macro": macro}
    if request.method == "GET":
        return render(request, "macros/_edit.html", context)
    if not form.is_valid():
        return render(request, "macros/_edit.html", context, status=422)
    try:
        kept = actions.keep(
            name=form.cleaned_data["name"],
            kind=form.cleaned_data["kind"],
            steps=form.steps(),
            macro_id=macro.pk if macro else None,
            acting=request.acting,
            at=timezone.now(),
        )
    except Refused as refusal:
        return render(request, "macros/_edit.html", {**context, "refusal": refusal}, status=409)
    return _done(request, _("Kept: %(name)s") % {"name": kept.name})


@requires(cases.WORK)
@require_POST
def remove(request: StaffRequest, macro: int) -> HttpResponse:
    """删除宏; to be brought back for ten minutes."""
    found = get_object_or_404(queries.seen_by(request.acting), pk=macro)
    try:
        actions.remove(found.pk, acting=request.acting, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _back(request)
    return _done(request, _("Removed: %(name)s") % {"name": found.name})


@requires(cases.WORK)
@require_POST
def restore(request: StaffRequest, macro: int) -> HttpResponse:
    """撤销删除."""
    now = timezone.now()
    found = get_object_or_404(queries.lately_removed(request.acting, at=now), pk=macro)
    actions.restore(found.pk, acting=request.acting, at=now)
    return _done(request, _("Kept: %(name)s") % {"name": found.name})


def _done(request: StaffRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    address = reverse("macros:list")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
