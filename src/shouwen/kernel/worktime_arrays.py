"""Working time for whole tables at once: the same answers as ``worktime``, by the million.

Instants and amounts are int64 arrays of microseconds. Pauses of many clocks are given as rounds:
the k-th pause of every clock that has one, so that each round is one vector step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from shouwen.kernel.worktime import DAY, WorkTime, instant, micros

Instants = NDArray[np.int64]
NEVER = np.int64(2**62)
"""Stands for an instant that does not come: the end of an endless pause, a due time behind it."""
_FIRST_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Round:
    """The k-th pause of some clocks: which clocks (indexes), from when, until when."""

    clocks: NDArray[np.intp]
    left: Instants
    right: Instants


def instants(times: Iterable[datetime]) -> Instants:
    return np.fromiter((micros(t) for t in times), dtype=np.int64)


def rounds(pauses: Sequence[Sequence[tuple[int, int]]]) -> list[Round]:
    """Pauses per clock (sorted, disjoint, in microseconds) as rounds."""
    found = []
    k = 0
    index = [i for i, p in enumerate(pauses) if p]
    while index:
        found.append(
            Round(
                np.array(index, dtype=np.intp),
                np.array([pauses[i][k][0] for i in index], dtype=np.int64),
                np.array([pauses[i][k][1] for i in index], dtype=np.int64),
            )
        )
        k += 1
        index = [i for i in index if len(pauses[i]) > k]
    return found


class WorkTimeArrays:
    """Vector forms over one compiled calendar, for instants from ``low`` to ``high`` (both covered)."""

    def __init__(self, calendar: WorkTime, low: int, high: int) -> None:
        calendar.cover(low)
        at = calendar.cover(high)
        self.compiled = at
        self.starts = np.array(at.starts, dtype=np.int64)
        self.ends = np.array(at.ends, dtype=np.int64)
        self.before = np.array(at.before, dtype=np.int64)
        self.after = np.array(at.after, dtype=np.int64)
        self.days = np.array(at.days, dtype=np.int64)
        self.closes = np.array(at.closes, dtype=np.int64)
        self._steps = _zone_steps(calendar.zone, at.low, at.high)

    def worked(self, us: Instants) -> Instants:
        """F of every instant."""
        i = np.maximum(np.searchsorted(self.starts, us, side="right") - 1, 0)
        into = np.minimum(us, self.ends[i]) - self.starts[i]
        return self.before[i] + np.maximum(into, 0)

    def reached(self, work: Instants) -> Instants:
        """F⁻¹ of every amount; what lies behind the compiled years never comes."""
        i = np.searchsorted(self.after, work, side="left")
        inside = np.minimum(i, len(self.after) - 1)
        found = self.starts[inside] + work - self.before[inside]
        return np.where(i < len(self.after), found, NEVER)

    def due(self, start: Instants, target: Instants, pauses: Sequence[Round] = ()) -> Instants:
        """When each target is used up (``WorkTime.due``)."""
        found = _reach(self.worked, self.reached, self.worked(start), target, pauses)
        return np.where(target > 0, found, start)

    def due_working_days(
        self, start: Instants, days: Instants, pauses: Sequence[Round] = ()
    ) -> Instants:
        """The n-th close that passes while each clock counts (``WorkTime.due_working_days``)."""
        base = np.searchsorted(self.days, self.local_days(start), side="right").astype(np.int64)
        found = _reach(self._closed_days, self._close, base, days, pauses)
        return np.where(days > 0, found, start)

    def elapsed(self, start: Instants, end: Instants) -> Instants:
        found: Instants = np.maximum(self.worked(end) - self.worked(start), 0)
        return found

    def local_days(self, us: Instants) -> Instants:
        """The local date of every instant, as a proleptic ordinal."""
        at, offsets = self._steps
        i = np.maximum(np.searchsorted(at, us, side="right") - 1, 0)
        found: Instants = (us + offsets[i]) // DAY + _FIRST_DAY
        return found

    def _closed_days(self, us: Instants) -> Instants:
        return np.searchsorted(self.closes, us, side="right").astype(np.int64)

    def _close(self, n: Instants) -> Instants:
        inside = np.clip(n, 1, len(self.closes)) - 1
        return np.where(n <= len(self.closes), self.closes[inside], NEVER)


_latest: dict[int, WorkTimeArrays] = {}


def arrays_of(calendar: WorkTime, low: int, high: int) -> WorkTimeArrays:
    """The arrays of a calendar, made once per calendar and again only when it has grown."""
    calendar.cover(low)
    at = calendar.cover(high)
    found = _latest.get(id(calendar))
    if found is None or found.compiled is not at:
        found = _latest[id(calendar)] = WorkTimeArrays(calendar, low, high)
    return found


def _reach(
    count: Callable[[Instants], Instants],
    inverse: Callable[[Instants], Instants],
    base: Instants,
    target: Instants,
    pauses: Sequence[Round],
) -> Instants:
    goal = base + target
    endless = np.zeros(len(goal), dtype=bool)
    for turn in pauses:
        at = turn.clocks
        left = np.maximum(count(turn.left), base[at])
        comes_first = left < goal[at]
        right = np.maximum(count(np.where(turn.right == NEVER, turn.left, turn.right)), base[at])
        goal[at] += np.where(comes_first, right - left, 0)
        endless[at] |= comes_first & (turn.right == NEVER)
    return np.where(endless, NEVER, inverse(goal))


def _zone_steps(zone: ZoneInfo, low: int, high: int) -> tuple[Instants, Instants]:
    """The instants at which the zone's offset changes, and the offsets from there on."""

    def offset(us: int) -> int:
        found = instant(us).astimezone(zone).utcoffset()
        return 0 if found is None else (found.days * 86_400 + found.seconds) * 1_000_000

    steps, offsets = [low - DAY], [offset(low - DAY)]
    for week in range(low, high + 7 * DAY, 7 * DAY):
        if (now := offset(week)) != offsets[-1]:
            left, right = week - 7 * DAY, week
            while right - left > 1_000_000:
                middle = (left + right) // 2 // 1_000_000 * 1_000_000
                if offset(middle) == now:
                    right = middle
                else:
                    left = middle
            steps.append(right)
            offsets.append(now)
    return np.array(steps, dtype=np.int64), np.array(offsets, dtype=np.int64)
