"""升级: the dialog of a leader who does not wait for the ladder, and what it left on the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.forms import LONGEST
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import climbing
from shouwen.domains.cases.views.verbs import done, visible
from shouwen.domains.customers.queries import Veil
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.journal.queries import TimelineEntry


class EscalateForm(forms.Form):
    """Why now; the step is the one the dialog showed."""

    clock = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)
    text = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


@requires(rules.LEAD)
@require_http_methods(["GET", "POST"])
def escalate(request: StaffRequest, pk: int) -> HttpResponse:
    """升级: shows the next step and whom it reaches; with a reason the step comes now."""
    case, now = visible(request, pk), timezone.now()
    coming = climbing.next_step(case, at=now)
    shown = {"clock": coming.clock, "step": coming.step} if coming else {}
    context: dict[str, Any] = {"case": case, "coming": coming, "now": now}
    if request.method == "GET":
        context["form"] = EscalateForm(initial=shown)
        return render(request, "cases/_escalate.html", context)
    form = EscalateForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/_escalate.html", context | {"form": form}, status=422)
    try:
        actions.escalate_now(case.pk, by=request.acting.actor(), at=now, **form.cleaned_data)
    except Refused as refusal:
        again = EscalateForm(initial=shown | {"text": form.cleaned_data["text"]})
        context |= {"form": again, "refusal": refusal}
        return render(request, "cases/_escalate.html", context, status=409)
    return done(request, _("Escalated; those the step names are told"), pk=pk)


def card(request: StaffRequest, entries: Sequence[TimelineEntry], veil: Veil) -> str:
    """What leaders escalated by hand, with their words; of the entries the page has read."""
    rows = climbing.escalated(entries, veil=veil)
    return render_to_string("cases/_escalated.html", {"rows": rows}, request) if rows else ""


def button(request: StaffRequest, case: Case, now: datetime) -> str:
    """升级 among the verbs of an open case, for leaders."""
    if not (request.acting.may(rules.LEAD) and case.is_open):
        return ""
    return render_to_string("cases/_escalate_button.html", {"case": case}, request)
