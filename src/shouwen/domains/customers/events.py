"""What happens to a customer's record. Old values live in the row history, never in facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered(Event):
    kind: ClassVar[str] = "customers.customer.registered"
    unit_id: int | None


@dataclass(frozen=True, kw_only=True)
class CustomerCorrected(Event):
    """``fields`` names what changed (comma separated); the values are not facts."""

    kind: ClassVar[str] = "customers.customer.corrected"
    fields: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    kind: ClassVar[str] = "customers.consent.given"
    consent_id: int
    purpose: str
    channel: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    kind: ClassVar[str] = "customers.consent.withdrawn"
    consent_id: int
    purpose: str
    channel: str
    evidence: str
