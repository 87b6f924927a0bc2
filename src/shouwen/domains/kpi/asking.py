"""What a reader of figures asks for: a unit within the scope, days, a definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, QueryDict

from shouwen.domains.kpi import definitions
from shouwen.domains.kpi.definitions import Definition
from shouwen.kernel.spelled import whole
from shouwen.platform.access.acting import Acting
from shouwen.platform.org import queries as org


@dataclass(frozen=True)
class Choice:
    """One unit a reader may pick."""

    id: int
    name: str
    url: str
    picked: bool


def home_unit(acting: Acting) -> int:
    """The unit a reader starts from: that of the post, else the first root. 404 without any unit."""
    if acting.unit_id is not None:
        return acting.unit_id
    roots = [unit.pk for unit in org.roots() if acting.scope.covers(unit.pk)]
    if not roots:
        raise Http404
    return roots[0]


def unit_asked(given: QueryDict, acting: Acting) -> int:
    """The unit named in the address; 404 when it lies outside the scope."""
    spelled = given.get("unit", "")
    if not spelled:
        return home_unit(acting)
    unit = whole(spelled, otherwise=0)
    if unit not in org.tree().nodes or not acting.scope.covers(unit):
        raise Http404
    return unit


def choices(
    unit: int, acting: Acting, address: Callable[[int], str] = "?unit={}".format
) -> Sequence[Choice]:
    """The unit above (if visible), the unit itself, and those directly below it, with their addresses."""
    tree = org.tree()
    below = tree.children.get(unit, ())
    parent = tree.nodes[unit].parent_id
    top = unit if below or parent is None or not acting.scope.covers(parent) else parent
    row = [top, *tree.children.get(top, ())]
    above = tree.nodes[top].parent_id
    if above is not None and acting.scope.covers(above):
        row.insert(0, above)
    return [
        Choice(one, tree.nodes[one].name, address(one), one == unit)
        for one in row
        if tree.nodes[one].active and acting.scope.covers(one)
    ]


def day_asked(given: QueryDict, name: str) -> date | None:
    """A date of the address, None when there is none; 404 for what is no date."""
    spelled = given.get(name, "")
    if not spelled:
        return None
    try:
        return date.fromisoformat(spelled)
    except ValueError:
        raise Http404 from None


def figure_asked(code: str) -> Definition:
    """The figure of an address; 404 for a code that is none."""
    found = definitions.find(code)
    if found is None:
        raise Http404
    return found
