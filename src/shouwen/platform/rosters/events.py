"""What happened to rosters; facts hold ids, codes, days and numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ShiftDefined(Event):
    """The subject is the unit."""

    kind = "rosters.shift.defined"
    shift_id: int
    code: str
    shift_kind: str


@dataclass(frozen=True, kw_only=True)
class ShiftRetired(Event):
    kind = "rosters.shift.retired"
    shift_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class RosterSet(Event):
    """A roster is kept from now on, or kept in another way; the subject is the roster."""

    kind = "rosters.roster.set"
    unit_id: int
    shifts: list[str]
    whole: bool


@dataclass(frozen=True, kw_only=True)
class RosterClosed(Event):
    kind = "rosters.roster.closed"
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class RosterPublished(Event):
    """A week is in force. ``staff_ids`` are those whose duties changed; ``reason`` is a text of the entry."""

    kind = "rosters.roster.published"
    unit_id: int
    monday: date
    since: datetime
    until: datetime
    n: int
    added: int
    withdrawn: int
    gaps: int
    short_rests: int
    staff_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class GapsFlagged(Event):
    """Days ahead somebody is missing: ``gaps`` are ``{on, shift, missing, day}``; told to ``staff_ids``."""

    kind = "rosters.roster.gaps_flagged"
    unit_id: int
    on: date
    missing: int
    first: date
    holiday: bool
    gaps: list[dict[str, Any]]
    staff_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class SwapAsked(Event):
    """The subject is the swap."""

    kind = "rosters.swap.asked"
    duty_id: int
    against_id: int | None
    asker_id: int
    colleague_id: int


@dataclass(frozen=True, kw_only=True)
class SwapAgreed(Event):
    """The colleague agrees; ``approver_ids`` are those who may approve."""

    kind = "rosters.swap.agreed"
    asker_id: int
    colleague_id: int
    approver_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class SwapEnded(Event):
    """Refused or withdrawn."""

    kind = "rosters.swap.ended"
    state: str
    asker_id: int
    colleague_id: int
    by_staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SwapApproved(Event):
    """The duties have changed hands."""

    kind = "rosters.swap.approved"
    duty_id: int
    against_id: int | None
    asker_id: int
    colleague_id: int
    approver_id: int | None = None
    short_rests: int = 0


@dataclass(frozen=True, kw_only=True)
class AbsenceRecorded(Event):
    """The subject is the person; ``duties`` counts published duties that now need somebody else."""

    kind = "rosters.absence.recorded"
    absence_id: int
    absence_kind: str
    since: datetime
    until: datetime
    deputy_id: int | None
    duties: int


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    """Back earlier, or never gone."""

    kind = "rosters.absence.ended"
    absence_id: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ChainLevelSet(Event):
    """The subject is the unit; without a role it follows the units above again."""

    kind = "rosters.chain.level_set"
    level: int
    role: str | None
    at_unit_id: int | None
