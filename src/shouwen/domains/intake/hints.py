"""What helps while a matter is taken in: its limits, what goes on in the grid, what was alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.matching import matching
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import AmountUnit, Basis, ClockKind
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.reckoning import Reckoner

CLOCKS = (ClockKind.FIRST_RESPONSE, ClockKind.CONTACT, ClockKind.RESOLUTION)
RECENT = timedelta(hours=24)
MANY = 3
"""So many faults in one grid within a day look like one cause."""
LOOKED_AT = 300
ALIKE = 5
ENOUGH = 0.34


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One clock as it would run if the matter were taken in now."""

    kind: str
    label: str
    due_at: datetime | None
    amount: int | None
    unit_label: str


def foresee(
    *,
    kind: str,
    category: str,
    channel: str,
    unit: int | None = None,
    customer: int | None = None,
    account: int | None = None,
    at: datetime,
) -> list[Foreseen]:
    """时限预览: the limits that will apply at this unit, with the due times they give."""
    would = Case(
        kind=kind,
        category=category,
        channel=channel,
        owner_unit_id=unit or 0,
        customer_id=customer,
        account_id=account,
    )
    match = matching(would)
    return [_foreseen(clock, match, at) for clock in CLOCKS]


def _foreseen(clock: ClockKind, match: limits.Match, at: datetime) -> Foreseen:
    terms = limits.rules().choose(clock.value, Basis.INTERNAL.value, match, at)
    if terms is None:
        return Foreseen(clock.value, str(clock.label), None, None, "")
    would = Clock(
        kind=clock.value,
        basis=Basis.INTERNAL.value,
        instance=1,
        limit_id=terms.id,
        revision_id=terms.revision_id,
        started_at=at,
        carried_seconds=0,
    )
    due = Reckoner(would, []).due
    return Foreseen(
        clock.value, str(clock.label), due, terms.amount, str(AmountUnit(terms.unit).label)
    )


@dataclass(frozen=True, slots=True)
class Nearby:
    """What was reported in the caller's grid within a day."""

    grid: str
    cases: tuple[Case, ...]
    total: int

    @property
    def many(self) -> bool:
        return self.total >= MANY


def nearby(grid_unit_id: int | None, grid: str, *, scope: Scope, at: datetime) -> Nearby | None:
    """同网格报修: faults of one grid within a day; None where the grid is not known or quiet."""
    if grid_unit_id is None:
        return None
    found = (
        Case.objects.visible_to(scope)
        .filter(
            kind=CaseKind.FAULT_REPORT,
            account__grid_unit_id=grid_unit_id,
            opened_at__gt=at - RECENT,
        )
        .order_by("-opened_at", "-pk")
    )
    cases = list(found[:20])
    return Nearby(grid, tuple(cases[:4]), len(cases)) if cases else None


def alike(title: str, *, kind: str, scope: Scope, at: datetime) -> list[Case]:
    """相似事项: of the last matters of this kind those whose titles share most with this one."""
    wanted = _pieces(title)
    if len(wanted) < 2:
        return []
    recent = Case.objects.visible_to(scope).filter(kind=kind, opened_at__lte=at)
    titles = recent.order_by("-opened_at", "-pk").values_list("pk", "title")[:LOOKED_AT]
    ranked = sorted(
        ((_share(wanted, _pieces(other)), pk) for pk, other in titles), key=lambda x: -x[0]
    )
    ids = [pk for share, pk in ranked[:ALIKE] if share >= ENOUGH]
    found = Case.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def _pieces(title: str) -> frozenset[str]:
    """The two-character pieces of a title."""
    text = "".join(title.split()).lower()
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _share(wanted: frozenset[str], other: frozenset[str]) -> float:
    return len(wanted & other) / max(len(wanted), 1)
