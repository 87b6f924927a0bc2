"""An oracle that knows nothing of spans: one flag per minute, a running sum, and plain counting.

Built by reading the wall clock every quarter of an hour (all spans used here begin and end on one);
pauses, days and due times are found by looking at
minutes. Used by the tests and by bench/clocks_due.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

MINUTE = timedelta(minutes=1)
QUARTER = 15


@dataclass(frozen=True)
class Week:
    """Spans per weekday and overrides per date, as (from, to) minutes; to may lie in the next day."""

    weekly: tuple[tuple[tuple[int, int], ...], ...]
    overrides: dict[date, tuple[tuple[int, int], ...]]

    def spans(self, day: date) -> tuple[tuple[int, int], ...]:
        return self.overrides.get(day, self.weekly[day.weekday()])


class MinuteGrid:
    """Open minutes from ``first`` (midnight UTC) for so many days."""

    def __init__(self, week: Week, zone: ZoneInfo, first: date, days: int) -> None:
        self.week, self.zone = week, zone
        self.origin = datetime.combine(first, time(), UTC)
        n = days * 1440
        self.open = np.zeros(n, dtype=bool)
        self.close_of_day: dict[date, int] = {}
        for i in range(0, n, QUARTER):
            local = (self.origin + i * MINUTE).astimezone(zone)
            minute, today = local.hour * 60 + local.minute, local.date()
            for day, shift in ((today, 0), (today - timedelta(days=1), 1440)):
                spans = week.spans(day)
                if any(a <= minute + shift < b for a, b in spans):
                    self.open[i : i + QUARTER] = True
                if spans and minute + shift + QUARTER == max(b for _, b in spans):
                    self.close_of_day[day] = i + QUARTER
        self.running = np.concatenate([[0], np.cumsum(self.open)])

    def index(self, t: datetime) -> int:
        return (t - self.origin) // MINUTE

    def time(self, index: int) -> datetime:
        return self.origin + int(index) * MINUTE

    def due(self, start: int, target: int, pauses: list[tuple[int, int]]) -> int:
        """The first minute boundary at which the target was counted; beyond the grid: its length."""
        if not pauses:
            return int(np.searchsorted(self.running, self.running[start] + target, side="left"))
        for end in (start + 15 * 1440, len(self.open)):
            counted = self.open[start:end].copy()
            for a, b in pauses:
                counted[max(a - start, 0) : max(b - start, 0)] = False
            running = np.cumsum(counted)
            if running[-1] >= target:
                return start + int(np.searchsorted(running, target, side="left")) + 1
        return len(self.running)

    def due_by_stepping(self, start: int, target: int, pauses: list[tuple[int, int]]) -> int:
        left, i = target, start
        while left > 0:
            if self.open[i] and not any(a <= i < b for a, b in pauses):
                left -= 1
            i += 1
        return i

    def due_working_days(self, start: int, n: int, pauses: list[tuple[int, int]]) -> int:
        """Walk the days: a close counts if the minute before it was not paused."""
        day = self.time(start).astimezone(self.zone).date()
        latest = max(self.close_of_day.get(day - timedelta(days=k), 0) for k in (0, 1))
        while True:
            day += timedelta(days=1)
            latest = max(latest, self.close_of_day.get(day, 0))
            if day in self.close_of_day and not any(a < latest <= b for a, b in pauses):
                n -= 1
                if n == 0:
                    return latest
