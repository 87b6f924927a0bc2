"""班次定义: shifts, rosters and the chain of a unit; absences of the people of a roster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.kernel.errors import Refused
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.queries import staff_names
from shouwen.platform.org.tree import Node, tree
from shouwen.platform.rosters import actions, rules
from shouwen.platform.rosters.forms import AbsenceForm, RosterForm, ShiftForm
from shouwen.platform.rosters.models import Absence, ChainLevel, Roster
from shouwen.platform.rosters.queries import chain
from shouwen.platform.rosters.queries.chain import DEFAULT
from shouwen.platform.rosters.queries.reading import (
    people_of,
    plan,
    rosters,
    shifts_of,
    visible_rosters,
)
from shouwen.platform.rosters.views.pages import (
    now,
    number_asked,
    role_names,
    roster_or_404,
    tabs,
    told,
)

LEVELS = (1, 2, 3)


@requires(rules.DEFINE)
@require_GET
def setup(request: StaffRequest) -> HttpResponse:
    """The unit of the post in use, or the one chosen."""
    if chosen := request.GET.get("unit"):
        return redirect("rosters:unit_setup", number_asked(chosen))
    if (own := request.acting.unit_id) is not None:
        return redirect("rosters:unit_setup", own)
    first = next((node.id for node in tree().walk() if node.active), None)
    if first is None:
        context = {"tabs": tabs(request, "rosters:setup"), "may_define": False}
        return render(request, "rosters/none.html", context)
    return redirect("rosters:unit_setup", first)


@requires(rules.DEFINE)
@require_GET
def unit_setup(request: StaffRequest, unit: int) -> HttpResponse:
    node = _unit(request, unit)
    return render(request, "rosters/setup.html", _context(request, node))


def _unit(request: StaffRequest, pk: int) -> Node:
    node = tree().nodes.get(pk)
    if node is None or not node.active or not request.acting.scope.covers(pk):
        raise Http404
    return node


def _context(request: StaffRequest, node: Node, **more: Any) -> dict[str, Any]:
    names = role_names()
    scope = request.acting.scope
    shifts = [
        {
            "shift": shift,
            "hours": plan(shift).hours_words or gettext("24 h"),
            "roles": "、".join(names.get(code, code) for code in shift.roles),
        }
        for shift in shifts_of(node.id)
    ]
    context = {
        "tabs": tabs(request, "rosters:setup"),
        "unit": node,
        "units": [
            (n.id, f"{'　' * n.depth}{n.name}")
            for n in tree().walk()
            if n.active and scope.covers(n.id)
        ],
        "shifts": shifts,
        "rosters": list(rosters().filter(unit_id=node.id)),
        "chain": _chain(node, names),
        "roles": list(names.items()),
        "shift_form": ShiftForm(roles=names.items()),
        "roster_form": RosterForm(roles=names.items()),
    }
    return context | more


def _chain(node: Node, names: dict[str, str]) -> list[dict[str, Any]]:
    at = now()
    rows = ChainLevel.objects.filter(unit_id__in=node.path, level__in=LEVELS)
    said = {(row.unit_id, row.level): row.role_code for row in rows}
    found = []
    for level in LEVELS:
        above = next((said[u, level] for u in reversed(node.path[:-1]) if (u, level) in said), "")
        default = "、".join(names.get(code, code) for code in DEFAULT[level])
        people = chain(node.id, level, at=at)
        shown = staff_names(people)
        found.append(
            {
                "level": level,
                "own": said.get((node.id, level), ""),
                "inherited": names.get(above, above) or default,
                "people": "、".join(shown[pk] for pk in people),
            }
        )
    return found


@requires(rules.DEFINE)
@require_POST
def define_shift(request: StaffRequest, unit: int) -> HttpResponse:
    node = _unit(request, unit)
    form = ShiftForm(request.POST, roles=role_names().items())
    if not form.is_valid():
        return render(request, "rosters/setup.html", _context(request, node, shift_form=form), status=422)  # fmt: skip
    actions.define_shift(node.id, by=request.acting.actor(), at=now(), **form.terms())
    done = gettext("Shift “%(name)s” is defined") % {"name": form.cleaned_data["name"]}
    return told(request, reverse("rosters:unit_setup", args=[unit]), done, None)


@requires(rules.DEFINE)
@require_POST
def keep_roster(request: StaffRequest, unit: int) -> HttpResponse:
    node = _unit(request, unit)
    form = RosterForm(request.POST, roles=role_names().items())
    if form.is_valid():
        try:
            roster = actions.keep_roster(node.id, by=request.acting.actor(), at=now(), **form.terms())  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("rosters:week", roster.pk)
    return render(request, "rosters/setup.html", _context(request, node, roster_form=form), status=422)  # fmt: skip


@requires(rules.DEFINE)
def edit_roster(request: StaffRequest, pk: int) -> HttpResponse:
    """Only where the roster's unit is in sight: whoever is merely planned in it defines nothing."""
    roster = get_object_or_404(_definable(request), pk=pk)
    names = role_names().items()
    form = RosterForm(request.POST or None, initial=RosterForm.of(roster), roles=names)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_roster(
                roster.unit_id,
                roster_id=roster.pk,
                by=request.acting.actor(),
                at=now(),
                **form.terms(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("rosters:unit_setup", roster.unit_id)
    status = 422 if form.is_bound else 200
    return render(request, "rosters/edit_roster.html", {"form": form, "roster": roster}, status=status)  # fmt: skip


def _definable(request: StaffRequest) -> Any:
    scope = request.acting.scope
    found = visible_rosters(request.acting)
    return found if scope.everything else found.filter(unit_id__in=scope.units)


@requires(rules.DEFINE)
@require_POST
def set_chain(request: StaffRequest, unit: int) -> HttpResponse:
    """The three levels at once; only what differs is set."""
    node = _unit(request, unit)
    known, at = role_names(), now()
    rows = ChainLevel.objects.filter(unit_id=node.id, level__in=LEVELS)
    said = dict(rows.values_list("level", "role_code"))
    for level in LEVELS:
        wanted = request.POST.get(f"level_{level}", "")
        if wanted in ("", *known) and wanted != said.get(level, ""):
            actions.set_chain_level(node.id, level, wanted or None, by=request.acting.actor(), at=at)  # fmt: skip
    done = gettext("The chain of command is saved")
    return told(request, reverse("rosters:unit_setup", args=[unit]), done, None)


@requires(rules.PLAN)
@require_POST
def absence(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody of the roster is away; his duties show as gaps."""
    roster, at = roster_or_404(request, pk), now()
    back = f"{reverse('rosters:week', args=[pk])}?week={request.POST.get('week', '')[:10]}"
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose who, and the first and last day"))
        return redirect(back)
    given = form.cleaned_data
    pool = {p.id for p in people_of(roster, since=at, until=at)}
    if given["staff"] not in pool or (given["deputy"] and given["deputy"] not in pool):
        raise Http404
    try:
        actions.record_absence(
            given["staff"],
            given["kind"],
            first=given["first"],
            last=given["last"],
            deputy_id=given["deputy"],
            by=request.acting.actor(),
            at=at,
        )
    except Refused as refusal:
        return told(request, back, "", refusal)
    return told(request, back, gettext("The absence is recorded"), None)


@requires(rules.PLAN)
@require_POST
def end_absence(request: StaffRequest, pk: int) -> HttpResponse:
    """Back earlier: by whoever plans a roster the person belongs to."""
    found = get_object_or_404(Absence, pk=pk)
    at = now()
    mine = visible_rosters(request.acting)
    if not any(found.staff_id in _pool(roster, at) for roster in mine):
        raise Http404
    try:
        actions.end_absence(pk, by=request.acting.actor(), at=at)
    except Refused as refusal:
        return told(request, reverse("rosters:home"), "", refusal)
    return told(request, reverse("rosters:home"), gettext("The absence is ended"), None)


def _pool(roster: Roster, at: Any) -> set[int]:
    return {p.id for p in people_of(roster, since=at, until=at)}
