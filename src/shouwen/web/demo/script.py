"""What happens in one matter of the demo branch, as plain steps; pure, so that it can be played twice.

``live.py`` plays a script through the verbs of cases, ``batch.py`` records it as history; both must
leave the same ledgers (see docs/operations/demo.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shouwen.web.demo.customers import Person


@dataclass(frozen=True, slots=True)
class Step:
    """One verb at one instant; ``by`` is a staff number, or empty for the customer's own doing.

    Units and people in ``args`` are codes and staff numbers.
    """

    verb: str
    at: datetime
    by: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter from its opening on; ``person`` and ``account`` count from zero."""

    n: int
    person: int
    account: int
    steps: tuple[Step, ...]

    @property
    def opened_at(self) -> datetime:
        return self.steps[0].at


class Story:
    """Tells one matter forward in time; nothing is told that lies after ``now``."""

    def __init__(self, n: int, who: Person, at: datetime, *, now: datetime, dice: Random) -> None:
        self.n, self.who, self.at, self.now, self.dice = n, who, at, now, dice
        self.account = dice.randrange(len(who.accounts))
        self.steps: list[Step] = []
        self.owner = ""
        self.state = "new"

    @property
    def told(self) -> bool:
        """Whether the present is reached: what follows has not happened yet."""
        return self.at > self.now

    def after(self, minutes: float) -> Story:
        """Let time pass, to the second."""
        self.at += timedelta(seconds=round(minutes * 60))
        return self

    def until(self, at: datetime) -> Story:
        """Let time pass up to ``at``; never back."""
        self.at = max(self.at, at)
        return self

    def do(self, verb: str, by: str = "", **args: Any) -> Story:
        if not self.told:
            self.steps.append(Step(verb, self.at, by, args))
            self.state = self.state if verb in {"note", "urge"} else verb
        return self

    def chance(self, percent: float) -> bool:
        return self.dice.random() * 100 < percent

    def between(self, low: float, high: float) -> float:
        return self.dice.uniform(low, high)

    def end(self) -> Matter:
        return Matter(self.n, self.who.n, self.account, tuple(self.steps))
