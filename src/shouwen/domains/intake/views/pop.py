"""来电弹屏: the telephone system opens this address when a call rings at an agent's place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from shouwen.domains.calls import queries as calls
from shouwen.domains.calls.calling import Ringing
from shouwen.domains.intake import callers, rules
from shouwen.domains.intake.views.desk.page import opened_for
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.OPEN)
@require_GET
def pop(request: StaffRequest) -> HttpResponse:
    """The front desk with the caller known, to be chosen, or unknown with the number filled in.

    It has a draft of its own: a form that is half filled at the desk is neither replaced nor mixed.
    """
    now, call = timezone.now(), Ringing.of(request.GET)
    if call.call_id and not call.number:
        call = calls.ringing(call.call_id)
    number = call.number if call.searchable else ""
    found = callers.candidates(number, acting=request.acting) if number else []
    who = {}
    if len(found) == 1:
        only = found[0].id
        who = {"customer": str(only), "account": callers.account_typed(only, number)}
    form, context = opened_for(request, who, now)
    unknown = bool(number) and not found
    if form.caller is None and number:
        form.initial["phone"] = number
    context |= {
        "call": call,
        "known": form.caller,
        "q": call.number,
        "found": found if form.caller is None else [],
        "nobody_found": unknown,
        "title_focus": form.caller is not None or unknown,
        "draft": call.draft,
    }
    return render(request, "intake/desk.html", context)
