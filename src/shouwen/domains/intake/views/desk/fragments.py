"""The parts of the form that follow what is typed: limits, fields of the type, what is alike."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from shouwen.domains.intake import rules
from shouwen.domains.intake.forms import DeskForm
from shouwen.domains.intake.views.desk.page import alike, caller_of, foreseen, second, typed_form
from shouwen.domains.papers.queries import papers
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.OPEN)
@require_POST
def limits(request: StaffRequest) -> HttpResponse:
    """时限预览 for the kind and channel chosen now."""
    now = timezone.now()
    caller = caller_of(request, request.POST, now)
    return render(
        request,
        "intake/_form.html#limits",
        {"foreseen": foreseen(request, DeskForm(request.POST, caller=caller), now), "now": now},
    )


@requires(rules.OPEN)
@require_POST
def fields(request: StaffRequest) -> HttpResponse:
    """事项类型: what may be chosen for the kind, what the type chosen asks, and the papers it needs."""
    now = timezone.now()
    kind, category = request.POST.get("kind", "")[:20], request.POST.get("category", "")[:60]
    asked = papers(kind, category, on=timezone.localdate(now))
    context = {"form": typed_form(request, now), "papers": asked}
    return render(request, "intake/_form.html#fields", context)


@requires(rules.OPEN)
@require_POST
def similar(request: StaffRequest) -> HttpResponse:
    """相似事项 for the title typed so far."""
    now = timezone.now()
    context = {"alike": alike(request, request.POST, now), "title": request.POST.get("title", "")}
    return render(request, "intake/desk.html#similar", context)


@requires(rules.OPEN)
@require_POST
def repeats(request: StaffRequest) -> HttpResponse:
    """同类在办 for the kind and account chosen now."""
    now = timezone.now()
    form = typed_form(request, now)
    context = {"form": form, "caller": form.caller, "now": now} | second(request, form, now)
    return render(request, "intake/_form.html#repeats", context)
