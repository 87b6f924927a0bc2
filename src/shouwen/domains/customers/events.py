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
class CustomerErased(Event):
    """Name, numbers and addresses are gone, in the record and in its history; ``rule`` says why."""

    kind: ClassVar[str] = "customers.customer.erased"
    rule: str
    fields: int


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


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    """One more line of a customer, by an import."""

    kind: ClassVar[str] = "customers.account.opened"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class AccountCorrected(Event):
    """``fields`` names what changed (comma separated); the values are not facts."""

    kind: ClassVar[str] = "customers.account.corrected"
    fields: str


@dataclass(frozen=True, kw_only=True)
class CustomerTakenBack(Event):
    """撤销导入: what an import had brought and nobody used is gone again."""

    kind: ClassVar[str] = "customers.customer.taken_back"


@dataclass(frozen=True, kw_only=True)
class AccountTakenBack(Event):
    kind: ClassVar[str] = "customers.account.taken_back"


@dataclass(frozen=True, kw_only=True)
class RegisterExported(Event):
    """Customers or accounts went out with their personal data in full; the reason is the entry's text."""

    kind: ClassVar[str] = "customers.register.exported"
    what: str
