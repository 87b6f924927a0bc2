"""Who is told about a request."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.asks.models import Request
from shouwen.platform.org import queries as org

A = "A"


def contacts(unit_id: int, *, at: datetime) -> set[int]:
    """The unit's contacts A, on whatever topic."""
    found = org.contacts_at(unit_id, at=at).filter(role=A)
    return set(found.values_list("staff_id", flat=True))


def heads(unit_id: int, *, at: datetime) -> set[int]:
    """Who leads the unit, else the nearest above it."""
    return {leader.pk for leader in org.leaders_of(unit_id, at=at)}


def hears_of_silence(request: Request, *, at: datetime) -> set[int]:
    """The asker, the department's contact A, and its head (S003-19)."""
    found = contacts(request.unit_id, at=at) | heads(request.unit_id, at=at)
    return found | ({request.asking_person_id} if request.asking_person_id else set())
