"""事项类型: the tree by kind, and one category with its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.mattertypes import actions, queries, rules
from shouwen.domains.mattertypes.forms import FieldForms, TypeForm, row_of, said
from shouwen.domains.mattertypes.models import FieldSet, MatterType
from shouwen.domains.mattertypes.specs import MOST_FIELDS
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires


@requires(rules.TYPES)
@require_GET
def tree(request: StaffRequest) -> HttpResponse:
    """Every category with what is below it and what it asks today."""
    today = timezone.localdate()
    rows = queries.tree(on=today)
    kinds = [
        (code, word, [row for row in rows if row.top.kind == code])
        for code, word in CaseKind.choices
    ]
    return render(request, "mattertypes/types.html", {"kinds": kinds, "today": today})


@requires(rules.TYPES)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A category that is not there yet."""
    return _kept(request, None)


@requires(rules.TYPES)
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """A category: its sub-categories and the next version of its fields."""
    tops = MatterType.objects.filter(sub="").prefetch_related(
        Prefetch("field_sets", FieldSet.objects.order_by("-version"))
    )
    return _kept(request, get_object_or_404(tops, pk=pk))


@requires(rules.TYPES)
@require_POST
def rest(request: StaffRequest, pk: int) -> HttpResponse:
    """No longer offered, or again."""
    top = get_object_or_404(MatterType, pk=pk, sub="")
    try:
        actions.rest(
            top.pk,
            resting=request.POST.get("resting") == "1",
            why=request.POST.get("why", "")[:200],
            by=request.acting.actor(),
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Changed."))
    return redirect("mattertypes:type", top.pk)


def _kept(request: StaffRequest, top: MatterType | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    versions = list(top.field_sets.all()) if top else []
    started = [row_of(field) for field in queries.fields_of(next(iter(versions), None))]
    form = TypeForm(posted, initial=_initial(request, top, versions))
    rows = FieldForms(posted, initial=started, prefix="fields")
    rows.extra = MOST_FIELDS - len(started)
    refusal: Refused | None = None
    if posted is not None and form.is_valid() and rows.is_valid():
        try:
            kept = actions.keep(
                said(form, rows),
                seen=form.cleaned_data["seen"],
                since=form.cleaned_data["since"],
                why=form.cleaned_data["why"],
                by=request.acting.actor(),
                at=timezone.now(),
            )
        except Refused as refused:
            refusal = refused
        else:
            return redirect("mattertypes:type", kept.pk)
    context: dict[str, Any] = {
        "top": top,
        "form": form,
        "rows": rows,
        "refusal": refusal,
        "versions": versions,
        "today": timezone.localdate(),
    }
    status = 200 if posted is None else 409 if refusal else 422
    return render(request, "mattertypes/type.html", context, status=status)


def _initial(
    request: StaffRequest, top: MatterType | None, versions: list[FieldSet]
) -> dict[str, Any]:
    today = timezone.localdate()
    if top is None:
        return {"kind": request.GET.get("kind", ""), "since": today, "seen": 0}
    subs = MatterType.objects.filter(kind=top.kind, name=top.name, active=True).exclude(sub="")
    return {
        "kind": top.kind,
        "name": top.name,
        "subs": "\n".join(subs.order_by("position", "pk").values_list("sub", flat=True)),
        "since": max(today, versions[0].valid_from) if versions else today,
        "seen": versions[0].version if versions else 0,
    }
