"""What waits for a ruling or for arbitration, and what was decided."""

from __future__ import annotations

from django.db.models import Q

from shouwen.domains.rulings.choices import Step
from shouwen.domains.rulings.models import Return, ReturnQuerySet
from shouwen.platform.access.scope import Scope

PAGE, MOST = 50, 1_000
TABS = ("to_rule", "to_arbitrate", "ours", "decided")


def _of(tab: str, scope: Scope) -> ReturnQuerySet:
    """``ours``: returned by a unit of the scope and not decided; ``decided``: whatever has ended."""
    units = list(scope.units)
    if tab == "ours":
        mine = Q() if scope.everything else Q(unit_id__in=units)
        return Return.objects.waiting().filter(mine)
    if tab == "decided":
        return Return.objects.visible_to(scope).exclude(pk__in=Return.objects.waiting())
    step = Step.RETURN if tab == "to_rule" else Step.ARBITRATION
    owned = Q() if scope.everything else Q(case__owner_unit_id__in=units)
    return Return.objects.waiting().filter(owned, step=step)


def page(tab: str, *, scope: Scope, start: int = 0) -> tuple[list[Return], bool]:
    """A page of the tab with its cases, and whether there is more; what waits longest comes first."""
    order = ("-at", "-pk") if tab == "decided" else ("at", "pk")
    found = _of(tab, scope).select_related("case").order_by(*order)
    rows = list(found[start : start + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def counts(*, scope: Scope) -> dict[str, int]:
    return {tab: _of(tab, scope)[:MOST].count() for tab in TABS}


def to_decide(*, scope: Scope, rules: bool, arbitrates: bool) -> int:
    """The number on the rail: what waits for this post."""
    found = 0
    found += _of("to_rule", scope)[:MOST].count() if rules else 0
    found += _of("to_arbitrate", scope)[:MOST].count() if arbitrates else 0
    return found
