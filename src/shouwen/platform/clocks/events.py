"""What the ledgers themselves make known; everything else is recorded by the owner of the matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class StepFired(Event):
    """预警/超时: a clock reached a rung of its ladder. ``unit`` and ``person`` had the matter then."""

    kind = "clocks.step.fired"
    clock: int
    clock_kind: str
    basis: str
    step: int
    due_at: datetime | str | None
    late: bool
    unit: int
    person: int | None
    owner_unit: int


@dataclass(frozen=True, kw_only=True)
class WaitExpired(Event):
    """A wait reached its until-time; the matter is back at the desk that had it."""

    kind = "clocks.wait.expired"
    waiting_for: str
    unit: int
    person: int | None
