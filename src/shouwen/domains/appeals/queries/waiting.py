"""What waits for a decision, what we appealed, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shouwen.domains.appeals.choices import Outcome
from shouwen.domains.appeals.models import Appeal, AppealQuerySet
from shouwen.platform.access.scope import Scope

PAGE, MOST = 50, 1_000
TABS = ("to_decide", "ours", "decided")


def _of(tab: str, scope: Scope, wanted: Mapping[str, str]) -> AppealQuerySet:
    """``ours``: units of the scope are charged; ``wanted``: ``about`` and ``ground``, if chosen."""
    found = Appeal.objects.visible_to(scope).filter(**wanted)
    if tab == "decided":
        return found.filter(decision__isnull=False)
    if tab == "ours" and not scope.everything:
        found = found.filter(unit_id__in=list(scope.units))
    return found.waiting()


def page(
    tab: str,
    *,
    scope: Scope,
    wanted: Mapping[str, str] | None = None,
    start: int = 0,
    n: int = PAGE,
) -> tuple[list[Appeal], bool]:
    """A page of the tab with cases and decisions, and whether there is more; due soonest comes first."""
    order = ("-decision__at", "-pk") if tab == "decided" else ("due_at", "pk")
    found = _of(tab, scope, wanted or {}).select_related("case", "decision").order_by(*order)
    rows = list(found[start : start + n + 1])
    return rows[:n], len(rows) > n


def counts(*, scope: Scope, wanted: Mapping[str, str] | None = None) -> dict[str, int]:
    return {tab: _of(tab, scope, wanted or {})[:MOST].count() for tab in TABS}


def to_decide(*, scope: Scope, desk: bool) -> int:
    """The number on the rail; ``desk``: this post decides about the service desk itself, too."""
    found = _of("to_decide", scope, {})
    return (found if desk else found.filter(desk=False))[:MOST].count()


def upheld(case_ids: Iterable[int]) -> dict[int, list[Appeal]]:
    """Case → the upheld appeals about it: why figures leave something of it out."""
    found: dict[int, list[Appeal]] = {}
    rows = Appeal.objects.filter(case_id__in=list(case_ids), decision__outcome=Outcome.UPHELD)
    for row in rows.select_related("case", "decision").order_by("pk"):
        found.setdefault(row.case_id, []).append(row)
    return found
