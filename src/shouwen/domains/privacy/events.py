"""What happens to personal data: asked for, handed over, erased, held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class DataAsked(Event):
    """The subject is the case."""

    kind: ClassVar[str] = "privacy.request.asked"
    wish: str
    checked: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class DataAnswered(Event):
    """The subject is the case; ``digest`` is the proof of what was erased, if anything was."""

    kind: ClassVar[str] = "privacy.request.done"
    wish: str
    outcome: str
    ground: str = ""
    delivered: str = ""
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class WordsErased(Event):
    """The subject is the case whose words went; ``rule`` is the rule or the request that asked for it."""

    kind: ClassVar[str] = "privacy.case.erased"
    rule: str
    texts: int


@dataclass(frozen=True, kw_only=True)
class HoldSet(Event):
    """The subject is the case or customer. Text: the reason."""

    kind: ClassVar[str] = "privacy.hold.set"
    hold_id: int


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Event):
    kind: ClassVar[str] = "privacy.hold.lifted"
    hold_id: int


@dataclass(frozen=True, kw_only=True)
class RuleProposed(Event):
    """The subject is the proposal."""

    kind: ClassVar[str] = "privacy.rule.proposed"
    code: str
    what: str
    months: int
    since: date


@dataclass(frozen=True, kw_only=True)
class RuleDecided(Event):
    kind: ClassVar[str] = "privacy.rule.decided"
    code: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class NightSwitched(Event):
    """The subject is the switch."""

    kind: ClassVar[str] = "privacy.night.switched"
    mode: str
