"""One view a verb: GET shows its dialog, POST does it; a refusal stays in the dialog and says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.domains.cases import parts, rules
from shouwen.domains.cases.errors import Stale
from shouwen.domains.cases.forms import VerbForm
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.story import changed_since
from shouwen.domains.cases.verbs import VERBS, Verb
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.ui import answers


def visible(request: StaffRequest, pk: int) -> Case:
    """The case, or 404 exactly as if it did not exist."""
    return get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=pk)


def reachable(request: StaffRequest, pk: int) -> Case:
    """The same for reading: also a case whose time is on a unit of the reader; with its customer."""
    seen = Case.objects.reachable_by(request.acting.scope).select_related("customer")
    return get_object_or_404(seen, pk=pk)


def done(request: HttpRequest, text: object, *, pk: int | None = None) -> HttpResponse:
    """Nothing to swap: the lists and pages that show the case hear that it changed."""
    page = reverse("cases:case", args=[pk]) if pk else reverse("cases:list")
    return answers.done(request, text, page=page, changed={"case-changed": {"id": pk}})


def _view(verb: Verb) -> Callable[..., HttpResponse]:
    @requires(rules.NEEDS[verb.name])
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        case = visible(request, pk)
        now = timezone.now()
        form = verb.form(
            request.POST if request.method == "POST" else None,
            case=case,
            acting=request.acting,
            at=now,
        )
        if request.method == "GET":
            return _dialog(request, verb, case, form)
        if not form.is_valid():
            return _dialog(request, verb, case, form, status=422)
        try:
            _act(verb, case, form, request)
        except Stale as refusal:
            return _stale(request, verb, case, form, refusal)
        except (Refused, MoveNotAllowed) as refusal:
            case.refresh_from_db()
            return _dialog(request, verb, case, form, refusal=refusal, status=409)
        return done(request, verb.done, pk=pk)

    view.__name__ = verb.name
    view.__doc__ = f"{verb.act.__doc__}"
    return view


def _stale(
    request: StaffRequest, verb: Verb, case: Case, form: VerbForm, refusal: Stale
) -> HttpResponse:
    """Somebody was quicker: what they did, what was typed here, and the choice to do it all the same."""
    seen = form.cleaned_data["version"]
    case.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(case.version)
    again = verb.form(typed, case=case, acting=request.acting, at=timezone.now())
    more = {"changes": changed_since(case, seen), "anyway": case.can(verb.name)}
    return _dialog(request, verb, case, again, refusal=refusal, status=409, **more)


def _act(verb: Verb, case: Case, form: VerbForm, request: StaffRequest) -> None:
    verb.act(
        case.pk,
        by=request.acting.actor(),
        at=timezone.now(),
        version=form.cleaned_data.get("version"),
        **form.terms(),
    )


def _dialog(
    request: StaffRequest,
    verb: Verb,
    case: Case,
    form: VerbForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {
        **more,
        "verb": verb,
        "case": case,
        "form": form,
        "refusal": refusal,
        "fields": list(form.visible_fields()),
        "remarks": parts.remarks(case, verb.name),
        "way_out": parts.way_out(
            request, case, refusal.code if refusal else form.foreseen, form.at
        ),
    }
    return render(request, "cases/_verb.html", context, status=status)


VERB_VIEWS = {name: _view(verb) for name, verb in VERBS.items()}
