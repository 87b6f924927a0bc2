"""What happens to the routes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class RouteAdded(Event):
    """From that day such matters are suggested to this unit."""

    kind: ClassVar[str] = "routing.route.added"
    since: date
    matter_kind: str
    category: str
    area: str
    place_id: int | None = None
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class RouteEnded(Event):
    """The route holds up to the day before ``until``."""

    kind: ClassVar[str] = "routing.route.ended"
    until: date
