"""The third pane of the front desk, read anew while the form is filled in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from shouwen.domains.intake import helping, rules
from shouwen.domains.intake.views.desk.page import typed_form
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.OPEN)
@require_POST
def offered(request: StaffRequest) -> HttpResponse:
    """What helps with the kind, the type and the account chosen now."""
    now = timezone.now()
    form = typed_form(request, now)
    help_ = helping.of(form, acting=request.acting, at=now)
    return render(request, "intake/_help.html", {"help": help_})


@requires(rules.OPEN)
@require_POST
def official(request: StaffRequest, pk: int) -> HttpResponse:
    """官方答复 put below what has been typed as the answer."""
    now = timezone.now()
    form = typed_form(request, now)
    chosen = next(
        (a for a in helping.of(form, acting=request.acting, at=now).answers if a.case_id == pk),
        None,
    )
    if chosen is None:
        raise Http404
    form.initial["answer"] = "\n".join(filter(None, [form.initial.get("answer"), chosen.text]))
    return render(request, "intake/_form.html#answer", {"form": form})
