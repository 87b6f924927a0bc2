"""How many open requests a unit or a person has; asked before either goes."""

from __future__ import annotations

from django.db.models import Q

from shouwen.domains.asks.models import Request


def at_unit(unit_id: int) -> int:
    """Open requests the unit has to answer or waits for."""
    return Request.objects.open().filter(Q(unit_id=unit_id) | Q(asking_unit_id=unit_id)).count()


def of_staff(staff_id: int) -> int:
    """Open requests the person answers or waits for."""
    mine = Q(person_id=staff_id) | Q(asking_person_id=staff_id)
    return Request.objects.open().filter(mine).count()
