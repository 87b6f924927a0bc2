"""What happens to the link of a customer's own page. The subject is the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class LinkMade(Event):
    """A page was opened for the customer of this case; what opens it is in nobody's hands but theirs."""

    kind: ClassVar[str] = "portal.link.made"
    link_id: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkSent(Event):
    """A text message with the link was queued; ``message`` is its kind."""

    kind: ClassVar[str] = "portal.link.sent"
    link_id: int
    message: str


@dataclass(frozen=True, kw_only=True)
class LinkEntered(Event):
    """Somebody with the link and the four digits came in for the first time."""

    kind: ClassVar[str] = "portal.link.entered"
    link_id: int


@dataclass(frozen=True, kw_only=True)
class AppointmentSet(Event):
    """A time was agreed (``offered``: put to the customer), or another one instead of it (``changed``).

    ``agreed``: it is the yes to the time that was offered just before.
    """

    kind: ClassVar[str] = "portal.appointment.set"
    appointment_id: int
    starts_at: datetime
    ends_at: datetime
    by_customer: bool
    changed: bool
    offered: bool = False
    agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(Event):
    """The time that was offered or agreed holds no longer, and none came in its place."""

    kind: ClassVar[str] = "portal.appointment.cancelled"
    appointment_id: int
    starts_at: datetime
    reason: str
    by_customer: bool = False


@dataclass(frozen=True, kw_only=True)
class TermsSet(Event):
    """办理规则 of the customer's page from a day on."""

    kind: ClassVar[str] = "portal.terms.set"
    since: str
    on_opening: bool
    on_invitation: bool
    link_days: int
    urge_window_minutes: int
    evaluation_days: int
    evaluation_change_hours: int
    on_offer: bool = True
    call_off_hours: int = 2


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Event):
    kind: ClassVar[str] = "portal.link.revoked"
    link_id: int
    reason: str
