"""How many open cases a unit or a person has; asked before either goes."""

from __future__ import annotations

from django.db.models import Q

from shouwen.domains.cases.models import Case


def at_unit(unit_id: int) -> int:
    """Open cases that the unit owns or handles."""
    return Case.objects.open().filter(Q(owner_unit_id=unit_id) | Q(handler_unit_id=unit_id)).count()


def of_staff(staff_id: int) -> int:
    """Open cases that the person owns or handles."""
    return Case.objects.open().filter(Q(owner_id=staff_id) | Q(handler_id=staff_id)).count()
