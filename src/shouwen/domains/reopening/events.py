"""What happens to the rules of reopening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class RuleSet(Event):
    """重开规则: from a day on; ``case_kind`` empty: for every kind without a rule of its own. Text: why."""

    kind: ClassVar[str] = "reopening.rule.set"
    case_kind: str
    since: str
    dissatisfied: str
    times: int
