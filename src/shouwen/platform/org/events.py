"""What happened to units and people; names stay in their tables, facts hold ids and codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitCreated(Event):
    kind = "org.unit.created"
    code: str
    unit_kind: str
    parent_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(Event):
    kind = "org.unit.renamed"


@dataclass(frozen=True, kw_only=True)
class UnitZoneSet(Event):
    kind = "org.unit.zone_set"
    zone: str | None


@dataclass(frozen=True, kw_only=True)
class UnitAreaSet(Event):
    """``area`` blank: as the unit above."""

    kind = "org.unit.area_set"
    area: str


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    kind = "org.unit.moved"
    from_parent_id: int | None
    to_parent_id: int | None
    on: date


@dataclass(frozen=True, kw_only=True)
class UnitDeactivated(Event):
    kind = "org.unit.deactivated"
    on: date


@dataclass(frozen=True, kw_only=True)
class UnitCorrected(Event):
    """更正: a register says something else than before; ``fields`` are those that moved, at once."""

    kind = "org.unit.corrected"
    fields: list[str]
    from_parent_id: int | None = None
    to_parent_id: int | None = None
    unit_kind: str | None = None
    zone: str | None = None
    area: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnitReopened(Event):
    """A unit whose import was taken back comes again."""

    kind = "org.unit.reopened"


@dataclass(frozen=True, kw_only=True)
class StaffHired(Event):
    kind = "org.staff.hired"
    number: str
    account_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StaffRenamed(Event):
    kind = "org.staff.renamed"


@dataclass(frozen=True, kw_only=True)
class StaffPhoneSet(Event):
    """办公电话 changed. Text: the former number and the new one."""

    kind = "org.staff.phone_set"


@dataclass(frozen=True, kw_only=True)
class StaffCorrected(Event):
    """更正: a register says something else than before; ``fields`` are those that moved, at once."""

    kind = "org.staff.corrected"
    fields: list[str]
    account_id: int | None = None
    ended_id: int | None = None
    appointment_id: int | None = None
    unit_id: int | None = None
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class StaffReturned(Event):
    """A person whose import was taken back comes again; an account opens again."""

    kind = "org.staff.returned"


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    kind = "org.staff.account_opened"
    account_id: int


@dataclass(frozen=True, kw_only=True)
class StaffAppointed(Event):
    kind = "org.staff.appointed"
    appointment_id: int
    post_id: int
    unit_id: int
    role: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    kind = "org.staff.appointment_ended"
    appointment_id: int
    post_id: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class StaffLeft(Event):
    """离职: open matters go to the successor; whoever owns matters reacts with a recorded hand-over."""

    kind = "org.staff.left"
    staff_id: int
    successor_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContactSet(Event):
    """The subject is the unit; without a staff the place is empty from then on."""

    kind = "org.unit.contact_set"
    topic: str
    role: str
    staff_id: int | None = None
