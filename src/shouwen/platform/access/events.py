"""What happened to accounts, roles and personal data. Never a password, never a reason in clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountCreated(Event):
    kind = "access.account.created"
    superuser: bool = False


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    kind = "access.account.password_changed"


@dataclass(frozen=True, kw_only=True)
class PasswordReset(Event):
    kind = "access.account.password_reset"


@dataclass(frozen=True, kw_only=True)
class AccountDeactivated(Event):
    kind = "access.account.deactivated"


@dataclass(frozen=True, kw_only=True)
class AccountActivated(Event):
    kind = "access.account.activated"


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    kind = "access.account.signed_in"
    post_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    kind = "access.account.signed_out"


@dataclass(frozen=True, kw_only=True)
class RoleCreated(Event):
    kind = "access.role.created"
    code: str


@dataclass(frozen=True, kw_only=True)
class RolePermissionsChanged(Event):
    kind = "access.role.permissions_changed"
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class DataUnmasked(Event):
    """The subject is the matter or customer looked at; the reason is the entry's text."""

    kind = "access.data.unmasked"
    field: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Event):
    kind = "access.token.issued"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    kind = "access.token.revoked"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class ViewShared(Event):
    """A view was given to a role or to everybody, changed or taken away. Text: its name."""

    kind = "access.view.shared"
    shared_with: str
    role: str | None = None
    removed: bool = False
