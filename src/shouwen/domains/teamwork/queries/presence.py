"""Who else has a case open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.domains.teamwork.models import Presence

EXPIRES = timedelta(seconds=50)
"""An open page says so every twenty seconds; two may be missed."""


@dataclass(frozen=True, slots=True)
class Other:
    """A colleague who looks at the same case."""

    name: str
    writing: bool


def others(case_id: int, *, staff_id: int | None, at: datetime) -> list[Other]:
    """Everybody else who has the case open, who writes first."""
    there = Presence.objects.filter(case_id=case_id, at__gte=at - EXPIRES)
    there = there.exclude(staff_id=staff_id) if staff_id else there
    rows = there.order_by("-writing", "at").values_list("staff__name", "writing")
    return [Other(name, writing) for name, writing in rows]
