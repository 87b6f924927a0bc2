"""单位: the tree on the left, one unit on the right."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext

from shouwen.kernel.subject import Subject
from shouwen.platform.access.addresses import sent
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import actions, queries, rules
from shouwen.platform.org.actions.units import day_of
from shouwen.platform.org.choices import Area, UnitKind
from shouwen.platform.org.forms import (
    AreaForm,
    CloseForm,
    ContactForm,
    MoveForm,
    RenameForm,
    UnitForm,
    ZoneForm,
)
from shouwen.platform.org.tree import Node, Tree, tree
from shouwen.platform.org.views.pages import Verb, verb_page
from shouwen.platform.org.words import history

FOUND_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree as it stands open."""

    node: Node
    depth: int
    here: bool
    open: bool
    kind: str
    children: int
    branches: tuple[Branch, ...]


@requires(rules.VIEW)
def units(request: StaffRequest) -> HttpResponse:
    """The tree with nothing chosen, or what a search finds."""
    known, scope = tree(), request.acting.scope
    text = request.GET.get("q", "").strip()
    if text:
        found = [
            node
            for node in known.walk()
            if scope.covers(node.id) and text.lower() in f"{node.code}\n{node.name}".lower()
        ]
        context = {"found": found[:FOUND_AT_MOST], "more": len(found) > FOUND_AT_MOST, "q": text}
        return render(request, "org/units.html", context | _tools(request))
    tops = _tops(known, scope)
    if len(tops) == 1:
        return _unit_page(request, tops[0], known, chosen=False)
    context = {"branches": _branches(known, scope, tops, None)}
    return render(request, "org/units.html", context | _tools(request))


@requires(rules.VIEW)
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    known = tree()
    return _unit_page(request, _visible(request, known, pk), known)


def _unit_page(
    request: StaffRequest, node: Node, known: Tree, *, chosen: bool = True
) -> HttpResponse:
    scope, at = request.acting.scope, timezone.now()
    above = [known.nodes[pk] for pk in node.path[:-1] if scope.covers(pk)]
    below = [known.nodes[pk] for pk in known.children.get(node.id, ())]
    context = {
        "branches": _branches(known, scope, _tops(known, scope), node),
        "unit": node,
        "chosen": chosen,
        "kind": UnitKind(node.kind).label,
        "above": above,
        "below": [(child, UnitKind(child.kind).label) for child in below],
        "zone": queries.zone_of(node.id).key,
        "area": Area(known.area(node.id)).label,
        "people": queries.appointments_at(node.id, at=at),
        "contacts": queries.contacts_at(node.id, at=at),
        "history": history(Subject("unit", node.id)),
    }
    return render(request, "org/units.html", context | _tools(request))


def _tools(request: StaffRequest) -> dict[str, object]:
    acting = request.acting
    return {
        "may_edit": acting.may(rules.EDIT_UNITS),
        "may_hire": acting.may(rules.EDIT_STAFF),
        "empty": not tree().nodes,
    }


def _visible(request: StaffRequest, known: Tree, pk: int) -> Node:
    """The unit, or 404: outside one's scope a unit does not exist."""
    node = known.nodes.get(pk)
    if node is None or not request.acting.scope.covers(pk):
        raise Http404
    return node


def _tops(known: Tree, scope: Scope) -> list[Node]:
    """The highest units in sight."""
    if scope.everything:
        return [known.nodes[pk] for pk in known.children.get(None, ())]
    seen = [known.nodes[pk] for pk in scope.units if pk in known.nodes]
    tops = [node for node in seen if node.parent_id not in scope.units]
    return sorted(tops, key=lambda node: node.code)


def _branches(
    known: Tree, scope: Scope, nodes: list[Node], chosen: Node | None, depth: int = 0
) -> tuple[Branch, ...]:
    """Open along the path to the chosen unit, closed elsewhere: a large tree stays short."""
    path = frozenset(chosen.path) if chosen else frozenset()
    found = []
    for node in nodes:
        children = [known.nodes[pk] for pk in known.children.get(node.id, ())]
        is_open = node.id in path
        found.append(
            Branch(
                node=node,
                depth=depth,
                here=chosen is not None and node.id == chosen.id,
                open=is_open,
                kind=str(UnitKind(node.kind).label),
                children=len(children),
                branches=_branches(known, scope, children, chosen, depth + 1) if is_open else (),
            )
        )
    return tuple(found)


@requires(rules.EDIT_UNITS)
def create(request: StaffRequest) -> HttpResponse:
    scope = request.acting.scope
    parent = request.GET.get("under", "")
    form = UnitForm(scope, sent(request), initial={"parent_id": parent})
    back = resolve_url("org:unit", int(parent)) if parent.isdecimal() else resolve_url("org:units")
    verb = Verb(
        title=gettext("New unit"),
        submit=gettext("Create unit"),
        back=back,
        done=gettext("The unit is created."),
    )

    def act() -> str:
        terms = form.cleaned_data
        made = actions.create_unit(
            terms["code"],
            terms["name"],
            terms["kind"],
            terms["parent_id"],
            zone=terms["zone"],
            area=terms["area"],
            by=request.acting.actor(),
            at=timezone.now(),
        )
        return resolve_url("org:unit", made.pk)

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_UNITS)
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    node = _visible(request, tree(), pk)
    form = RenameForm(sent(request), initial={"name": node.name})
    verb = Verb(
        title=gettext("Rename unit"),
        about=node.name,
        submit=gettext("Rename"),
        back=resolve_url("org:unit", pk),
        note=gettext("The code stays; the former name stays in the unit's history."),
        done=gettext("The unit is renamed."),
    )

    def act() -> None:
        name = form.cleaned_data["name"]
        actions.rename_unit(pk, name, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_UNITS)
def zone(request: StaffRequest, pk: int) -> HttpResponse:
    node = _visible(request, tree(), pk)
    form = ZoneForm(sent(request), initial={"zone": node.zone or ""})
    verb = Verb(
        title=gettext("Time zone"),
        about=node.name,
        submit=gettext("Save"),
        back=resolve_url("org:unit", pk),
        note=gettext("Days, ten-day periods and months of this unit begin at midnight there."),
        done=gettext("Saved."),
    )

    def act() -> None:
        chosen = form.cleaned_data["zone"]
        actions.set_zone(pk, chosen, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_UNITS)
def area(request: StaffRequest, pk: int) -> HttpResponse:
    node = _visible(request, tree(), pk)
    form = AreaForm(sent(request), initial={"area": node.area})
    verb = Verb(
        title=gettext("Area"),
        about=node.name,
        submit=gettext("Save"),
        back=resolve_url("org:unit", pk),
        note=gettext(
            "Limits may give the countryside more time. It counts for matters taken in from now on."
        ),
        done=gettext("Saved."),
    )

    def act() -> None:
        chosen = form.cleaned_data["area"]
        actions.set_area(pk, chosen, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_UNITS)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    node = _visible(request, tree(), pk)
    today = day_of(timezone.now())
    form = MoveForm(
        request.acting.scope,
        queries.below(pk),
        sent(request),
        initial={"on": today, "parent_id": node.parent_id},
    )
    verb = Verb(
        title=gettext("Move unit"),
        about=node.name,
        submit=gettext("Move"),
        back=resolve_url("org:unit", pk),
        note=gettext(
            "The unit moves with everything under it. Figures of earlier days stay where they were."
        ),
        tone="warn",
        done=gettext("The unit has its new place."),
    )

    def act() -> None:
        terms = form.cleaned_data
        by, at = request.acting.actor(), timezone.now()
        actions.move_unit(pk, terms["parent_id"], on=terms["on"], by=by, at=at)

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_UNITS)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    node = _visible(request, tree(), pk)
    form = CloseForm(sent(request))
    verb = Verb(
        title=gettext("Close unit"),
        about=node.name,
        submit=gettext("Close unit"),
        back=resolve_url("org:unit", pk),
        note=gettext(
            "A closed unit takes no new matters and no new people; its history stays."
            " It must be empty first: no unit under it, no post held, no open matter."
        ),
        tone="warn",
        done=gettext("The unit is closed."),
        danger=True,
    )

    def act() -> None:
        actions.deactivate_unit(pk, by=request.acting.actor(), at=timezone.now())

    return verb_page(request, form, verb, act)


@requires(rules.EDIT_UNITS)
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    node = _visible(request, tree(), pk)
    initial = {"topic": request.GET.get("topic", ""), "role": request.GET.get("role", "A")}
    form = ContactForm(request.acting.scope, sent(request), initial=initial)
    verb = Verb(
        title=gettext("A/B contact"),
        about=node.name,
        submit=gettext("Save"),
        back=resolve_url("org:unit", pk),
        note=gettext("A is asked first, B when A is away."),
        done=gettext("Saved."),
        offers_people=True,
    )

    def act() -> None:
        terms = form.cleaned_data
        actions.set_contact(
            pk,
            terms["topic"],
            terms["role"],
            terms["staff_id"],
            by=request.acting.actor(),
            at=timezone.now(),
        )

    return verb_page(request, form, verb, act)
