"""受理: the form sent in once, judged, and its case or its reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from shouwen.domains.calls import actions as calls
from shouwen.domains.calls.calling import draft_of
from shouwen.domains.cases.models import Case
from shouwen.domains.intake import actions, callers, helping
from shouwen.domains.intake.callers import Caller
from shouwen.domains.intake.forms import DeskForm
from shouwen.domains.intake.views.desk.page import caller_of, page
from shouwen.kernel.errors import Refused
from shouwen.platform.access import idempotency
from shouwen.platform.access.errors import KeyReused
from shouwen.platform.access.http import StaffRequest


def submitted(request: StaffRequest, now: datetime) -> HttpResponse:
    then = request.POST.get("then", "open")
    caller = caller_of(request, request.POST, now)
    form = DeskForm(request.POST, caller=caller, solved=then == "solved")
    if not form.is_valid():
        return _again(request, form, now)
    scope = f"intake:{request.acting.account.pk}"
    try:
        answer = idempotency.once(
            scope,
            form.cleaned_data["key"],
            _body(request.POST),
            _writer(request, form, now),
            at=now,
        )
    except KeyReused:
        return _again(request, _fresh(request, caller, then), now, conflict=True)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, now)
    case = Case.objects.get(pk=answer.response["case"])
    said = _("%(number)s settled at once") if then == "solved" else _("%(number)s taken in")
    messages.success(request, done(said % {"number": case.number}, case, request))
    if then == "open" and Case.objects.visible_to(request.acting.scope).filter(pk=case.pk).exists():
        return HttpResponseRedirect(reverse("cases:case", args=[case.pk]))
    return HttpResponseRedirect(reverse("intake:new"))


def _writer(request: StaffRequest, form: DeskForm, now: datetime) -> Any:
    def write() -> tuple[int, Any]:
        form.refuse_a_second()
        case = actions.take_in(
            **form.terms(),
            parent_id=helping.joined(request.POST.get("parent"), acting=request.acting),
            known_to=callers.reach(request.acting),
            by=request.acting.actor(),
            at=now,
        )
        calls.done_with(draft_of(request.POST), case.pk, by=request.acting)
        return 201, {"case": case.pk, "number": case.number}

    return write


def _again(
    request: StaffRequest, form: DeskForm, now: datetime, *, conflict: bool = False
) -> HttpResponse:
    context = page(request, form, now) | {"conflict": conflict}
    return render(request, "intake/desk.html", context, status=409 if conflict else 422)


def _fresh(request: StaffRequest, caller: Caller | None, then: str) -> DeskForm:
    """The same words under a new key: the page had been sent in before with other words."""
    data = request.POST.copy()
    data["key"] = DeskForm().fields["key"].initial
    return DeskForm(data, caller=caller, solved=then == "solved")


def _body(data: QueryDict) -> bytes:
    """What makes two submissions the same: everything but the token."""
    pairs = sorted(
        (name, value)
        for name, values in data.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    )
    return urlencode(pairs).encode()


def done(said: str, case: Case, request: StaffRequest) -> str:
    """The result with a link, and the word to the browser that the draft has been taken."""
    if Case.objects.visible_to(request.acting.scope).filter(pk=case.pk).exists():
        said = format_html('<a href="{}">{}</a>', reverse("cases:case", args=[case.pk]), said)
    return format_html('{}<span data-draft-done="{}"></span>', said, draft_of(request.POST))
