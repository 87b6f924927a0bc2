"""快速求助 from any page: what, whom, sent in ten seconds; or a call that was made, written down."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.asks import actions, rules
from shouwen.domains.asks.choices import MadeBy
from shouwen.domains.asks.forms import QuickForm, typed_unit
from shouwen.domains.asks.models import Request
from shouwen.domains.asks.queries.guessing import Guess, guesses, offered
from shouwen.domains.cases.models import Case
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui import answers


@requires(rules.ASK)
@require_http_methods(["GET", "POST"])
def quick(request: StaffRequest) -> HttpResponse:
    """The dialog, and what it sends."""
    if request.method == "GET":
        case = _case_of_page(request)
        form = QuickForm(initial={"case": case.pk if case else None, "about": bool(case)})
        return _dialog(request, form, case)
    form, case = _sent(request)
    if not form.is_valid():
        return _dialog(request, form, case, status=422)
    terms = form.terms(request.acting.unit_id, case, at=timezone.now())
    if terms is None:
        return _dialog(request, form, case, status=422)
    phone = form.cleaned_data["made_by"] == MadeBy.PHONE
    act = actions.record_call if phone else actions.ask_quickly
    if phone:
        terms |= {"outcome": form.cleaned_data["outcome"], "reply": form.cleaned_data["reply"]}
    try:
        made = act(**terms, by=request.acting.actor(), at=timezone.now())
    except (Refused, MoveNotAllowed) as refusal:
        return _dialog(request, form, case, refusal=refusal, status=409)
    return _done(request, made)


@requires(rules.ASK)
@require_POST
def guess(request: StaffRequest) -> HttpResponse:
    """问谁: whom the words so far are probably for; whoever was picked stays picked."""
    form, case = _sent(request)
    context = {"form": form, **_to(request, form, case)}
    return render(request, "asks/_guesses.html", context)


@requires(rules.ASK)
@require_GET
def duties(request: StaffRequest) -> HttpResponse:
    """职责: under what the department that was typed can be asked."""
    unit = typed_unit(request.GET.get("unit_id", ""))
    found = offered(unit, "", at=timezone.now()) if unit else []
    return render(request, "asks/_duties.html", {"offered": found})


@requires(rules.ASK)
@require_POST
def by_phone(request: StaffRequest) -> HttpResponse:
    """The same dialog with the outcome of a call: one key, then the words, then send."""
    sent, case = _sent(request)
    kept = {name: sent.data.get(name) for name in ("text", "unit_id", "duty_id", "case")}
    checks = {name: bool(sent.data.get(name)) for name in ("waiting", "about")}
    form = QuickForm(initial={**kept, **checks, "made_by": MadeBy.PHONE})
    return _dialog(request, form, case)


def _sent(request: StaffRequest) -> tuple[QuickForm, Case | None]:
    form = QuickForm(request.POST)
    pk = request.POST.get("case", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return form, None
    return form, get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=int(pk))


def _case_of_page(request: StaffRequest) -> Case | None:
    """The case whose page the dialog was opened on, as far as the reader may see it."""
    try:
        found = resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path or "/")
    except (Resolver404, ValueError):
        return None
    if found.view_name != "cases:case":
        return None
    seen = Case.objects.visible_to(request.acting.scope)
    case = seen.filter(pk=found.kwargs["pk"]).first()
    return case if case is not None and case.can("consult") else None


def _to(request: StaffRequest, form: QuickForm, case: Case | None) -> dict[str, Any]:
    text, now = form.data.get("text") or form.initial.get("text") or "", timezone.now()
    found: list[Guess] = guesses(text, case=case, asking_unit=request.acting.unit_id or 0, at=now)
    kept = request.POST.get("kept", "")
    ids = [str(one.contact_id) for one in found]
    picked = kept if kept in ids else request.POST.get("to", "") if form.is_bound and kept else ""
    picked = picked if picked in ids else (ids[0] if ids else "")
    unit = typed_unit(form.data.get("unit_id") or form.initial.get("unit_id") or "")
    unit = unit or next((one.unit_id for one in found if str(one.contact_id) == picked), None)
    return {
        "guesses": found,
        "picked": picked,
        "kept": kept if kept in ids else "",
        "offered": offered(unit, text, at=now) if unit else [],
        "duty": form.data.get("duty_id") or form.initial.get("duty_id") or "",
    }


def _dialog(
    request: StaffRequest,
    form: QuickForm,
    case: Case | None,
    *,
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    phone = (form.data.get("made_by") or form.initial.get("made_by")) == MadeBy.PHONE
    context = {
        "form": form,
        "case": case,
        "refusal": refusal,
        "first": _first_of(refusal),
        "phone": phone,
        **_to(request, form, case),
    }
    return render(request, "asks/_quick.html", context, status=status)


def _first_of(refusal: Exception | None) -> int | None:
    """The open request a second one about the same case is refused for."""
    params = refusal.params if isinstance(refusal, Refused) else {}
    found = params.get("id")
    return found if isinstance(found, int) else None


def _done(request: StaffRequest, made: Request) -> HttpResponse:
    page = reverse("asks:request", args=[made.pk])
    unit = org.names([made.unit_id]).get(made.unit_id, "")
    person = org.staff_names([made.person_id or 0]).get(made.person_id or 0, "")
    words = {"number": made.number, "who": f"{unit} {person}".strip()}
    text = (
        _("%(who)s was asked, %(number)s")
        if made.is_open
        else _("The call with %(who)s is recorded, %(number)s")
    )
    changed = {"case-changed": {"id": made.case_id}, "request-changed": {"id": made.pk}}
    return answers.done(request, text % words, page=page, changed=changed)
