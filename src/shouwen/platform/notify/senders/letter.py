"""What a sender is given, and what it says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shouwen.platform.notify.choices import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message, ready to go. ``uid`` is our own id of it: the same when it is sent again."""

    uid: str
    to: str
    at: datetime
    kind: str
    subject: str
    text: str
    template: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A channel with its secrets opened; lives as long as one message takes."""

    code: str
    config: Mapping[str, Any]
    secret: Mapping[str, Any] = field(default_factory=dict, repr=False)
    allow_private: bool = False

    @property
    def timeout(self) -> float:
        return min(float(self.config.get("timeout", 10)), 30.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended. ``broken``: the channel's fault; ``gone``: the receiver wants no more ever;
    ``ours``: it never left, for a reason of our own."""

    result: Result
    code: str = ""
    status: int | None = None
    provider_id: str = ""
    retry_after: int | None = None
    broken: bool = False
    gone: bool = False
    ours: bool = False


class Sender(Protocol):
    """One way out. ``repeatable``: the receiver knows our id and keeps one of two equal messages."""

    repeatable: bool

    def send(self, letter: Letter, channel: Opened) -> Outcome: ...

    def receipts(self, config: Mapping[str, Any]) -> bool:
        """Whether the other side can be asked what became of a message."""
        ...

    def ask(self, letter: Letter, channel: Opened) -> Outcome | None:
        """What became of it; FAILED: the other side never got it; None: no telling now."""
        ...


class Unasked:
    """What a way out says whose other side cannot be asked afterwards."""

    def receipts(self, config: Mapping[str, Any]) -> bool:
        return False

    def ask(self, letter: Letter, channel: Opened) -> Outcome | None:
        return None


def failed(code: str, status: int | None = None, retry_after: int | None = None) -> Outcome:
    """It certainly did not arrive; the channel is at fault."""
    return Outcome(Result.FAILED, code, status, retry_after=retry_after, broken=True)


def unsure(code: str, status: int | None = None) -> Outcome:
    """It may have arrived."""
    return Outcome(Result.UNCERTAIN, code, status, broken=True)
