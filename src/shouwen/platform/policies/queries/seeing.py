"""Which matters a reader of clocks may see: those whose clocks lie, or began, in the own units."""

from __future__ import annotations

from django.db.models import Q

from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.models import Clock


def may_see(subject: Subject, *, scope: Scope) -> bool:
    """Whether the unit that owns or has the matter is in the scope."""
    mine = Clock.objects.of(subject)
    if not scope.everything:
        units = list(scope.units)
        mine = mine.filter(Q(unit_id__in=units) | Q(owner_unit_id__in=units))
    return mine.exists()
