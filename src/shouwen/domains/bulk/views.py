"""The dialog with its preview, the run, its page with the result of each row, and undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.bulk import actions, queries
from shouwen.domains.bulk.choices import AT_ONCE, RunState
from shouwen.domains.bulk.deeds import Deed, deed_of, macro_terms, of_macro, of_verb
from shouwen.domains.bulk.forms import FORMS, MacroRunForm, ticked
from shouwen.domains.bulk.models import Run
from shouwen.domains.bulk.rules import MACRO
from shouwen.domains.bulk.rules import VERBS as BULK_VERBS
from shouwen.domains.cases import rules as case_rules
from shouwen.domains.macros import queries as macros
from shouwen.domains.macros.models import Macro
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org
from shouwen.platform.ui.polling import polled

SHOWN = 200
REASONS = 5


def _ask(verb: str) -> Callable[..., HttpResponse]:
    @requires(case_rules.NEEDS[verb])
    @require_POST
    def view(request: StaffRequest) -> HttpResponse:
        """The dialog: how many cases, which are refused as they stand and why, what changes."""
        now = timezone.now()
        form = FORMS[verb](acting=request.acting, at=now)
        return _dialog(request, verb, form, ticked(request.POST.get("ids", "")), at=now)

    view.__name__ = f"ask_{verb}"
    return view


def _dialog(
    request: StaffRequest, verb: str, form: Any, ids: list[int], *, at: datetime, status: int = 200
) -> HttpResponse:
    deed = of_verb(verb)
    preview = queries.preview(deed, ids, scope=request.acting.scope)
    suggested = None
    if verb == "dispatch" and not form.is_bound:
        suggested = queries.suggestion([row.case for row in preview.rows], at=at)
        _suggest(form, suggested, at=at)
    if "source" in form.fields and request.acting.may(case_rules.LEAD):
        form.fields["source"].initial = "leader"
        form.fields["channel"].initial = "staff"
    context = {"suggested": suggested, "action": reverse(f"bulk:{verb}")}
    return _previewed(request, deed, form, preview, context, status=status)


def _previewed(
    request: StaffRequest,
    deed: Deed,
    form: Any,
    preview: queries.Preview,
    more: dict[str, Any],
    *,
    status: int,
) -> HttpResponse:
    """The dialog of any deed: who would be refused, whether it can be undone, what is still to say."""
    form.fields["seen"].initial = preview.versions
    context = {
        "verb": deed,
        "form": form,
        "fields": form.visible_fields(),
        "preview": preview,
        "refused": preview.refused[:REASONS],
        "more_refused": max(0, len(preview.refused) - REASONS),
        "undoable": bool(deed.undoes),
        "job": len(preview.rows) > AT_ONCE,
        **more,
    }
    return render(request, "bulk/_dialog.html", context, status=status)


def _suggest(form: Any, found: queries.Suggestion | None, *, at: datetime) -> None:
    if found is None:
        return
    people = list(org.members([found.unit_id], at=at).values_list("pk", "name"))
    form.fields["unit_id"].initial = found.unit
    form.fields["staff_id"].choices = [form.fields["staff_id"].choices[0], *people]
    form.fields["staff_id"].initial = found.staff_id


def _do(verb: str) -> Callable[..., HttpResponse]:
    @requires(case_rules.NEEDS[verb])
    @require_POST
    def view(request: StaffRequest) -> HttpResponse:
        """Carry it out: what cannot be done is refused row by row, never as a whole."""
        now = timezone.now()
        form = FORMS[verb](request.POST, acting=request.acting, at=now)
        if not form.is_valid():
            return _dialog(request, verb, form, _seen(request), at=now, status=422)
        terms = form.terms()
        key, seen = terms.pop("key"), terms.pop("seen")
        run = actions.begin(verb, seen, terms=terms, key=key, acting=request.acting, at=now)
        return _told(request, run)

    view.__name__ = f"do_{verb}"
    return view


def _seen(request: StaffRequest) -> list[int]:
    """The cases of a form that came back."""
    parts = request.POST.get("seen", "").split(",")
    return ticked(",".join(part.partition(":")[0] for part in parts))


@requires(case_rules.WORK)
@require_POST
def pick_macro(request: StaffRequest) -> HttpResponse:
    """宏 on ticked rows: those the reader may do, most used first, the first nine by their number."""
    ids = ticked(request.POST.get("ids", ""))
    found = [(macro, macros.steps_of(macro)) for macro in macros.usable_by(request.acting)]
    return render(request, "bulk/_macros.html", {"found": found, "n": len(ids)})


@requires(case_rules.WORK)
@require_POST
def ask_macro(request: StaffRequest, macro: int) -> HttpResponse:
    """The same dialog as of a verb, with the macro's words ready to be changed."""
    found = _macro(request, macro)
    form = MacroRunForm(steps=macros.steps_of(found))
    return _macro_dialog(request, found, form, ticked(request.POST.get("ids", "")))


@requires(case_rules.WORK)
@require_POST
def do_macro(request: StaffRequest, macro: int) -> HttpResponse:
    """Carry it out: of each case all steps or none, refused row by row."""
    found = _macro(request, macro)
    form = MacroRunForm(request.POST, steps=macros.steps_of(found))
    if not form.is_valid():
        return _macro_dialog(request, found, form, _seen(request), status=422)
    run = actions.begin(
        MACRO,
        form.cleaned_data["seen"],
        terms=macro_terms(found, form.texts()),
        key=form.cleaned_data["key"],
        acting=request.acting,
        at=timezone.now(),
    )
    return _told(request, run)


def _macro(request: StaffRequest, pk: int) -> Macro:
    """One the reader has and whose every step the post may do; any other is not there."""
    found = get_object_or_404(macros.seen_by(request.acting), pk=pk)
    if macros.forbidden(found.steps, request.acting):
        raise Http404
    return found


def _macro_dialog(
    request: StaffRequest, macro: Macro, form: MacroRunForm, ids: list[int], *, status: int = 200
) -> HttpResponse:
    deed = of_macro(macro)
    preview = queries.preview(deed, ids, scope=request.acting.scope)
    context = {
        "steps": macros.steps_of(macro),
        "action": reverse("bulk:do_macro", args=[macro.pk]),
    }
    return _previewed(request, deed, form, preview, context, status=status)


def _told(request: StaffRequest, run: Run) -> HttpResponse:
    page = reverse("bulk:run", args=[run.pk])
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(page)
    if run.state == RunState.RUNNING:
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    link = gettext("Result and undo") if deed_of(run).undoes else gettext("Result")
    toast = _summary(run) | {"href": page, "link": link}
    happened = {
        "toast": toast,
        "case-changed": True,
        "close-dialog": True,
        "clear-selection": True,
    }
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(happened)})


def _summary(run: Run) -> dict[str, str]:
    counts = queries.counts(run)
    text = ngettext("%(n)d case done", "%(n)d cases done", counts["done"]) % {"n": counts["done"]}
    if not counts["refused"]:
        return {"text": text, "tone": "ok"}
    more = ngettext("%(n)d was refused", "%(n)d were refused", counts["refused"])
    return {"text": text, "tone": "warn", "more": more % {"n": counts["refused"]}}


DO = {verb: _do(verb) for verb in BULK_VERBS}
ASK = {verb: _ask(verb) for verb in BULK_VERBS}


@requires(case_rules.VIEW)
@require_GET
def runs(request: StaffRequest) -> HttpResponse:
    """The reader's own runs of late."""
    found = list(queries.of_account(request.acting)[:50])
    rows = [(run, deed_of(run), queries.counts(run)) for run in found]
    return render(request, "bulk/runs.html", {"rows": rows, "now": timezone.now()})


@requires(case_rules.VIEW)
@require_GET
@polled
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """One run: how far it is, what became of each case, and undo while it is possible."""
    found = get_object_or_404(queries.of_account(request.acting), pk=pk)
    now = timezone.now()
    rows = found.rows.select_related("case").order_by("-result", "case_id")
    counts = queries.counts(found)
    context = {
        "run": found,
        "verb": deed_of(found),
        "rows": rows[:SHOWN],
        "total": sum(counts.values()),
        "counts": counts,
        "hidden": max(0, sum(counts.values()) - SHOWN),
        "moving": found.state in {RunState.RUNNING, RunState.UNDOING},
        "undoable": queries.undoable(found, at=now),
        "now": now,
    }
    template = "bulk/run.html#live" if request.htmx else "bulk/run.html"
    return render(request, template, context)


@requires(case_rules.VIEW)
@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the run back; what somebody has gone on with stays, and says so."""
    found = get_object_or_404(queries.of_account(request.acting), pk=pk)
    page = reverse("bulk:run", args=[pk])
    try:
        actions.undo(found.pk, at=timezone.now())
    except Refused as refusal:
        toast = {"toast": {"text": str(refusal), "tone": "late"}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(toast)})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)
