"""How often a unit was right when it returned a case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q

from shouwen.domains.rulings.choices import RULED
from shouwen.domains.rulings.models import Return


def accuracy(unit_id: int, *, since: datetime, until: datetime) -> tuple[int, int]:
    """退单准确率: of the unit's returns of this time that were ruled on, how many were right; and all."""
    ruled = Return.objects.filter(
        unit_id=unit_id, at__gte=since, at__lt=until, state__in=sorted(RULED)
    )
    found = ruled.aggregate(right=Count("pk", filter=~Q(ruled_unit=F("unit"))), n=Count("pk"))
    return found["right"], found["n"]
