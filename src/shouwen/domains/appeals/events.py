"""What happens to appeals. Ids, codes and times only; words stand in journal texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class AppealMade(Event):
    """申诉. Text: on what it rests."""

    kind: ClassVar[str] = "appeals.appeal.made"
    appeal_id: int
    about: str
    ground: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class EvidencePresented(Event):
    """举证: a file of the case now belongs to the appeal; its name stands with the file."""

    kind: ClassVar[str] = "appeals.evidence.presented"
    appeal_id: int
    file_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """申诉决定: upheld (no longer in the figures), rejected, or withdrawn. Text: why."""

    kind: ClassVar[str] = "appeals.appeal.decided"
    appeal_id: int
    about: str
    outcome: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class TermsSet(Event):
    """New rules of appeals from a day on. Text: why."""

    kind: ClassVar[str] = "appeals.terms.set"
    valid_from: date
    appeal_days: int
    decide_days: int
