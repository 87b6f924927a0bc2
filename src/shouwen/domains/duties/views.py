"""职责清单 on screen: the overview with search, one department's page, and the verbs on its duties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.domains.duties import actions, queries, rules, tables
from shouwen.domains.duties.forms import DutyForm, EndForm, PlainForm
from shouwen.domains.duties.models import Duty
from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exchange import writers
from shouwen.platform.exports.answering import as_file
from shouwen.platform.org.tree import Node, tree

WHOLE = 5_000
"""Departments of a file at most."""


@requires(rules.VIEW)
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    """Every department with its duties, found by words; to print."""
    now, start = timezone.now(), _start(request)
    text = request.GET.get("q", "").strip()[:60]
    found = queries.overview(_reach(request), text=text, start=start, at=now)
    last = start + len(found.registers)
    context = {
        "registers": found.registers,
        "q": text,
        "issued": now,
        "start": start + 1,
        "end": last,
        "total": found.total,
        "prev": _page(text, max(start - queries.PAGE, 0)) if start else "",
        "next": _page(text, last) if last < found.total else "",
        "own": request.acting.unit_id if request.acting.may(rules.DRAFT) else None,
    }
    return render(request, "duties/overview.html", context)


@requires(rules.VIEW)
@require_GET
def register(request: StaffRequest, unit: int) -> HttpResponse:
    """职责清单 of one department, with its drafts for those who write it, and what held before."""
    node, now = _unit(request, unit), timezone.now()
    acting = request.acting
    keeps = acting.scope.covers(unit)
    drafts = keeps and acting.may(rules.DRAFT)
    context = {
        "unit": node,
        "register": queries.register(unit, drafts=drafts, at=now),
        "drafts": drafts,
        "publishes": keeps and acting.may(rules.PUBLISH),
        "issued": now,
    }
    return render(request, "duties/register.html", context)


@requires(rules.VIEW)
@require_GET
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """The register as CSV or XLSX, as it was searched."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    now, text = timezone.now(), request.GET.get("q", "").strip()[:60]
    found = queries.overview(_reach(request), text=text, n=WHOLE, at=now)
    rows = tables.rows(found.registers)
    return as_file(
        request,
        "duties",
        kind,
        name=f"duties-{timezone.localdate(now).isoformat()}.{kind}",
        rows=len(rows),
        scope=text or "—",
        at=now,
        write=lambda mark: writers.marked(
            kind, [str(c) for c in tables.COLUMNS.values()], rows, mark
        ),
    )


@requires(rules.DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: StaffRequest, unit: int) -> HttpResponse:
    """起草: a new duty, or what follows the one named by ``after``."""
    node = _kept_unit(request, unit)
    after = request.GET.get("after", "")
    former = _kept(request).filter(pk=int(after)) if _is_number(after) else None
    known = _said(former.first()) if former is not None else {}
    form = DutyForm(request.POST if request.method == "POST" else None, initial=known)
    return _dialog(
        request,
        form,
        act=lambda: actions.draft(unit, form.terms(), by=request.acting.actor(), at=timezone.now()),
        title=_("New duty of %(unit)s") % {"unit": node.name},
        submit=_("Keep the draft"),
        note=_("A draft binds nobody until the register is published."),
        action=reverse("duties:draft", args=[unit]),
        unit=unit,
        done=_("The draft is kept"),
    )


@requires(rules.DRAFT)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """改草稿."""
    duty = get_object_or_404(_kept(request), pk=pk)
    form = DutyForm(request.POST if request.method == "POST" else None, initial=_said(duty))
    return _dialog(
        request,
        form,
        act=lambda: actions.change(pk, form.terms(), by=request.acting.actor(), at=timezone.now()),
        title=_("Change the draft “%(name)s”") % {"name": duty.name},
        submit=_("Keep the draft"),
        note=_("A draft binds nobody until the register is published."),
        action=reverse("duties:change", args=[pk]),
        unit=duty.unit_id,
        done=_("The draft is kept"),
    )


@requires(rules.DRAFT)
@require_http_methods(["GET", "POST"])
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """弃草稿."""
    duty = get_object_or_404(_kept(request), pk=pk)
    form = PlainForm(request.POST if request.method == "POST" else None)
    return _dialog(
        request,
        form,
        act=lambda: actions.discard(pk, by=request.acting.actor(), at=timezone.now()),
        title=_("Discard the draft “%(name)s”") % {"name": duty.name},
        submit=_("Discard it"),
        note=_("What is published stays as it is."),
        action=reverse("duties:discard", args=[pk]),
        unit=duty.unit_id,
        done=_("The draft is gone"),
    )


@requires(rules.PUBLISH)
@require_http_methods(["GET", "POST"])
def publish(request: StaffRequest, unit: int) -> HttpResponse:
    """发布: all drafts of the department at once."""
    node = _kept_unit(request, unit)
    form = PlainForm(request.POST if request.method == "POST" else None)
    return _dialog(
        request,
        form,
        act=lambda: actions.publish(unit, by=request.acting.actor(), at=timezone.now()),
        title=_("Publish the register of %(unit)s") % {"unit": node.name},
        submit=_("Publish it"),
        note=_(
            "Every draft holds from its day on, today at the earliest. Requests made under a duty"
            " have its time from then on; what runs keeps its limit."
        ),
        action=reverse("duties:publish", args=[unit]),
        unit=unit,
        done=_("The register is published"),
    )  # fmt: skip


@requires(rules.PUBLISH)
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """停用."""
    duty = get_object_or_404(_kept(request), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    return _dialog(
        request,
        form,
        act=lambda: actions.end(
            pk, **form.cleaned_data, by=request.acting.actor(), at=timezone.now()
        ),
        title=_("End the duty “%(name)s”") % {"name": duty.name},
        submit=_("End it"),
        note=_("From that day on the default limits hold again; the row stays in the history."),
        action=reverse("duties:end", args=[pk]),
        unit=duty.unit_id,
        done=_("The duty has an end"),
    )


def _dialog(
    request: StaffRequest,
    form: django_forms.Form,
    *,
    act: Callable[[], Any],
    unit: int,
    done: str,
    **words: str,
) -> HttpResponse:
    """Ask, act, and back to the department's page; a refusal is told in the dialog."""
    topics = queries.topics(unit, at=timezone.now())
    context: dict[str, Any] = {"form": form, "topics": topics, **words}
    if request.method == "GET":
        return render(request, "duties/_dialog.html", context)
    if not form.is_valid():
        return render(request, "duties/_dialog.html", context, status=422)
    try:
        act()
    except Refused as refusal:
        return render(request, "duties/_dialog.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, done)
    page = reverse("duties:register", args=[unit])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)


def _said(duty: Duty | None) -> dict[str, Any]:
    """What a duty says, to begin a form with."""
    return {name: getattr(duty, name) for name in DutyForm.base_fields} if duty else {}


def _reach(request: StaffRequest) -> set[int]:
    acting = request.acting
    return queries.readable(acting.unit_id, everything=acting.scope.everything)


def _unit(request: StaffRequest, unit: int) -> Node:
    """A unit whose duties the reader may read, else none."""
    if unit not in tree().nodes or unit not in _reach(request) | request.acting.scope.units:
        raise Http404
    return tree().nodes[unit]


def _kept_unit(request: StaffRequest, unit: int) -> Node:
    if unit not in tree().nodes or not request.acting.scope.covers(unit):
        raise Http404
    return tree().nodes[unit]


def _kept(request: StaffRequest) -> Any:
    return Duty.objects.kept_by(request.acting.scope)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _start(request: StaffRequest) -> int:
    text = request.GET.get("from", "")
    return int(text) if _is_number(text) and len(text) < 7 else 0


def _page(text: str, start: int) -> str:
    return "?" + urlencode([*([("q", text)] if text else []), ("from", str(start))])
