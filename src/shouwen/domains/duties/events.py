"""What happens to the register of duties; its words stand in the rows themselves, which are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class DutyDrafted(Event):
    kind: ClassVar[str] = "duties.duty.drafted"
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class DraftChanged(Event):
    kind: ClassVar[str] = "duties.draft.changed"
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Event):
    kind: ClassVar[str] = "duties.draft.discarded"
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class DutyPublished(Event):
    """From that day on the department has promised this time; the version before ends there."""

    kind: ClassVar[str] = "duties.duty.published"
    unit_id: int
    valid_from: date
    amount: int
    counted_in: str
    waiting_minutes: int | None = None
    follows_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DutyEnded(Event):
    kind: ClassVar[str] = "duties.duty.ended"
    unit_id: int
    valid_to: date
