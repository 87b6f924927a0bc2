"""The dialog with its preview, the run, its page with the result of each row, and undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.domains.bulk import actions, queries
from shouwen.domains.bulk.choices import AT_ONCE, RunState
from shouwen.domains.bulk.forms import FORMS, ticked
from shouwen.domains.bulk.models import Run
from shouwen.domains.bulk.rules import UNDOABLE
from shouwen.domains.bulk.rules import VERBS as BULK_VERBS
from shouwen.domains.cases import rules as case_rules
from shouwen.domains.cases.verbs import VERBS
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
    preview = queries.preview(verb, ids, scope=request.acting.scope)
    form.fields["seen"].initial = preview.versions
    suggested = None
    if verb == "dispatch" and not form.is_bound:
        suggested = queries.suggestion([row.case for row in preview.rows], at=at)
        _suggest(form, suggested, at=at)
    if "source" in form.fields and request.acting.may(case_rules.LEAD):
        form.fields["source"].initial = "leader"
        form.fields["channel"].initial = "staff"
    context = {
        "verb": VERBS[verb],
        "form": form,
        "fields": form.visible_fields(),
        "preview": preview,
        "refused": preview.refused[:REASONS],
        "more_refused": max(0, len(preview.refused) - REASONS),
        "suggested": suggested,
        "undoable": verb in UNDOABLE,
        "job": len(preview.rows) > AT_ONCE,
        "action": reverse(f"bulk:{verb}"),
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
            seen = [part.partition(":")[0] for part in request.POST.get("seen", "").split(",")]
            return _dialog(request, verb, form, ticked(",".join(seen)), at=now, status=422)
        terms = form.terms()
        key, seen = terms.pop("key"), terms.pop("seen")
        run = actions.begin(verb, seen, terms=terms, key=key, acting=request.acting, at=now)
        return _told(request, run)

    view.__name__ = f"do_{verb}"
    return view


def _told(request: StaffRequest, run: Run) -> HttpResponse:
    page = reverse("bulk:run", args=[run.pk])
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(page)
    if run.state == RunState.RUNNING:
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    link = gettext("Result and undo") if run.verb in UNDOABLE else gettext("Result")
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
    rows = [(run, VERBS[run.verb], queries.counts(run)) for run in found]
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
        "verb": VERBS[found.verb],
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
