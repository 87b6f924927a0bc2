"""The desk itself and 来电识别: an empty form, the one sent in, the caller found."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.domains.intake import callers, rules
from shouwen.domains.intake.forms import DeskForm
from shouwen.domains.intake.views.desk.page import caller_of, kept_words, opened_for, page
from shouwen.domains.intake.views.desk.submitting import submitted
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.OPEN)
@require_http_methods(["GET", "POST"])
def desk(request: StaffRequest) -> HttpResponse:
    """受理台: an empty form, or the one sent in."""
    now = timezone.now()
    if request.method == "POST":
        return submitted(request, now)
    return render(request, "intake/desk.html", opened_for(request, request.GET, now)[1])


@requires(rules.OPEN)
@require_POST
def find(request: StaffRequest) -> HttpResponse:
    """来电识别: who has this number, account or name; what was typed in the form stays."""
    now = timezone.now()
    typed = request.POST.get("q", "").replace("\x00", "").strip()[:60]
    customer, _dot, account = request.POST.get("pick", "").partition(".")
    found = callers.candidates(typed, acting=request.acting) if typed and not customer else []
    if len(found) == 1:
        customer, account = str(found[0].id), callers.account_typed(found[0].id, typed)
    who = {} if request.POST.get("nobody") else {"customer": customer, "account": account}
    caller = caller_of(request, who, now)
    form = DeskForm(initial=kept_words(request, caller), caller=caller)
    context = page(request, form, now) | {"q": typed, "found": found if caller is None else []}
    context["nobody_found"] = bool(typed) and not found and caller is None
    if context["nobody_found"]:
        form.initial.setdefault("phone" if typed.isdecimal() else "name", typed)
    context["title_focus"] = caller is not None or context["nobody_found"]
    return render(request, "intake/desk.html#desk" if request.htmx else "intake/desk.html", context)
