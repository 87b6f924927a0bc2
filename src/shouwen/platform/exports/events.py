"""What leaves the house, and who allowed more. The subject is the account that exports, or the export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class Exported(Event):
    kind: ClassVar[str] = "exports.file.taken"
    use_id: int
    what: str
    form: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ReadRefused(Event):
    """The first page of a day that did not fit; ``rows`` were read before it."""

    kind: ClassVar[str] = "exports.read.refused"
    day: date
    rows: int


@dataclass(frozen=True, kw_only=True)
class MoreGranted(Event):
    """Text: the reason."""

    kind: ClassVar[str] = "exports.quota.more_granted"
    grant_id: int
    day: date
    rows: int


@dataclass(frozen=True, kw_only=True)
class QuotaSet(Event):
    """The subject is the quota."""

    kind: ClassVar[str] = "exports.quota.set"
    role: str
    account: int | None = None
    rows_a_day: int
    since: date
