"""Random ladders on random calendars, and what a grid of minutes says of them. Also used by bench/clocks_due.py."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.kernel.worktime import Pause, WorkTime
from shouwen.platform.clocks import alarms
from shouwen.platform.clocks.choices import StepWhen
from shouwen.platform.clocks.ladders import Rung, Rungs
from tests.kernel.calendars import random_pauses
from tests.kernel.minute_grid import MinuteGrid

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Pinned:
    """A clock of so many minutes on a calendar, as the ladder measures it."""

    calendar: WorkTime
    start: datetime
    target: timedelta
    pauses: Sequence[Pause]
    rungs: Rungs

    @property
    def due(self) -> datetime | None:
        return self.calendar.due(self.start, self.target, self.pauses)

    @property
    def office(self) -> WorkTime:
        return self.calendar

    def measure(self) -> WorkTime:
        return self.calendar

    def counted_pauses(self) -> Sequence[Pause]:
        return self.pauses

    def share(self, part: int, whole: int) -> datetime | None:
        return self.calendar.due(self.start, self.target * part // whole, self.pauses)


LADDER: Rungs = (
    Rung(n=1, when=StepWhen.SHARE, amount=50),
    Rung(n=2, when=StepWhen.SHARE, amount=80),
    Rung(n=3, when=StepWhen.BEFORE, amount=15 * 60),
    Rung(n=4, when=StepWhen.SHARE, amount=100),
    Rung(n=5, when=StepWhen.AFTER, amount=90 * 60),
    Rung(n=6, when=StepWhen.WORKING_DAYS, amount=1),
)


def differing(
    calendar: WorkTime, grid: MinuteGrid, rng: random.Random, *, stepping: bool = False
) -> tuple[list[int], int]:
    """The steps of one random clock whose instant is not the grid's, and how many were compared."""
    start, target = rng.randrange(1440, 1440 * 60), rng.choice((20, 60, 450, 1200, 4000))
    pauses = random_pauses(rng, start, target) if rng.random() < 0.6 else []
    times = [(grid.time(a), grid.time(b)) for a, b in pauses]
    clock = Pinned(calendar, grid.time(start), target * MINUTE, times, LADDER)
    found = alarms.instants(clock)
    due = grid.due(start, target, pauses)
    if due >= len(grid.running) - 20 * 1440:
        return [], 0

    def counted(minutes: int) -> int:
        if minutes <= 0:
            return start
        if stepping:
            return grid.due_by_stepping(start, minutes, pauses)
        return grid.due(start, minutes, pauses)

    right = {
        1: counted(target // 2),
        2: counted(target * 4 // 5),
        3: counted(target - 15),
        4: due,
        5: counted(target + 90),
        6: grid.due_working_days(due, 1, pauses),
    }
    wrong = [n for n, at in right.items() if at < len(grid.running) and found[n] != grid.time(at)]
    return wrong, len(right)
