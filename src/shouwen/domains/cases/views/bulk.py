"""The same verb on all ticked rows: permissions and versions are checked for each, each says how it went."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from shouwen.domains.cases import actions, rules
from shouwen.domains.cases.actions import RowResult
from shouwen.domains.cases.forms import DispatchForm, UrgeForm, VerbForm
from shouwen.domains.cases.models import Case
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

MOST = 200


class _Ticked(forms.Field):
    """The ids of the ticked rows, as the list keeps them: comma separated, at most 200."""

    widget = forms.HiddenInput(attrs={"data-selected": ""})

    def to_python(self, value: Any) -> list[int]:
        parts = [p for p in str(value or "").split(",") if p.isascii() and p.isdecimal()]
        return [int(p) for p in parts[:MOST] if len(p) < 19]


class BulkDispatchForm(DispatchForm):
    units_id = "units-bulk"
    ids = _Ticked()
    version = None  # type: ignore[assignment]


class BulkUrgeForm(UrgeForm):
    ids = _Ticked()
    version = None  # type: ignore[assignment]


def _bulk(
    request: StaffRequest,
    *,
    form_class: type[VerbForm],
    act: Callable[..., list[RowResult]],
    name: str,
    label: Promise,
) -> HttpResponse:
    now = timezone.now()
    form = form_class(
        request.POST if request.method == "POST" else None, acting=request.acting, at=now
    )
    context: dict[str, Any] = {"form": form, "name": name, "label": label, "results": None}
    context["fields"] = form.visible_fields()
    if request.method == "GET":
        return render(request, "cases/_bulk.html", context)
    if not form.is_valid():
        return render(request, "cases/_bulk.html", context | {"open": True}, status=422)
    terms = form.terms()
    ids = terms.pop("ids")
    seen = Case.objects.visible_to(request.acting.scope).filter(pk__in=ids)
    results = act(
        list(seen.values_list("pk", flat=True)), by=request.acting.actor(), at=now, **terms
    )
    refused = [r for r in results if not r.done]
    fresh = form_class(acting=request.acting, at=now)
    context |= {"form": fresh, "fields": fresh.visible_fields(), "refused": refused}
    context |= {"open": bool(refused), "missing": len(set(ids)) - len(results)}
    happened: dict[str, Any] = {"toast": _summary(results), "case-changed": True}
    if not refused:
        happened["close-dialog"] = True
    answer = render(request, "cases/_bulk.html", context)
    answer.headers["HX-Trigger"] = json.dumps(happened)
    return answer


def _summary(results: list[RowResult]) -> dict[str, str]:
    done = sum(r.done for r in results)
    text = ngettext("%(n)d case done", "%(n)d cases done", done) % {"n": done}
    refused = len(results) - done
    if not refused:
        return {"text": text, "tone": "ok"}
    more = ngettext("%(n)d was refused", "%(n)d were refused", refused) % {"n": refused}
    return {"text": text, "tone": "warn", "more": more}


@requires(rules.DISPATCH)
@require_http_methods(["GET", "POST"])
def bulk_dispatch(request: StaffRequest) -> HttpResponse:
    """批量改派: the ticked cases go to one unit; each row is refused or done for itself."""
    return _bulk(
        request,
        form_class=BulkDispatchForm,
        act=actions.bulk_dispatch,
        name="bulk-dispatch",
        label=_("Reassign"),
    )


@requires(rules.URGE)
@require_http_methods(["GET", "POST"])
def bulk_urge(request: StaffRequest) -> HttpResponse:
    """批量催办: press for all ticked cases at once."""
    return _bulk(
        request,
        form_class=BulkUrgeForm,
        act=actions.bulk_urge,
        name="bulk-urge",
        label=_("Urge"),
    )
