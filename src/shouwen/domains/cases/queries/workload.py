"""How many open cases a unit or a person has; asked before either goes, and by whoever shares out work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from shouwen.domains.cases.models import KIND, Case
from shouwen.platform.clocks.models import Clock


def at_unit(unit_id: int) -> int:
    """Open cases that the unit owns or handles."""
    return Case.objects.open().filter(Q(owner_unit_id=unit_id) | Q(handler_unit_id=unit_id)).count()


def of_staff(staff_id: int) -> int:
    """Open cases that the person owns or handles."""
    return Case.objects.open().filter(Q(owner_id=staff_id) | Q(handler_id=staff_id)).count()


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has in hand: open cases by their front clock, and those of them past due."""

    open: int = 0
    overdue: int = 0


def in_hand(staff_ids: Collection[int], *, at: datetime) -> dict[int, Load]:
    """What each of these people has in hand; who is not named has nothing."""
    found = (
        Clock.objects.front()
        .filter(subject_kind=KIND, person_id__in=list(staff_ids))
        .values("person_id")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(sort_at__lt=at)))
        .order_by()
    )
    return {row["person_id"] or 0: Load(row["open"], row["overdue"]) for row in found}
