"""Due times and ladders of whole tables at once: numpy over the compiled calendars (see ``alarms``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from shouwen.kernel.calendar_days import due_calendar_days
from shouwen.kernel.worktime import DAY, SECOND, Pause, WorkTime, instant, micros, wall_micros
from shouwen.kernel.worktime_arrays import NEVER, Instants, Round, WorkTimeArrays, arrays_of
from shouwen.platform.clocks import alarms, limits
from shouwen.platform.clocks.choices import AmountUnit, StepWhen
from shouwen.platform.clocks.ladders import BUILT_IN, Rung, Rungs
from shouwen.platform.clocks.limits import Terms

PauseUs = tuple[int, int]
MARGIN = 60


@dataclass(frozen=True)
class Dues:
    """Due time and the instant of each step of each clock, in microseconds; NEVER where there is none."""

    due: Instants
    steps: Mapping[int, Instants] = field(default_factory=dict)


def dues(
    terms: Terms,
    calendar: WorkTime,
    starts: Instants,
    carried: NDArray[np.float64],
    turns: Sequence[Round] = (),
    *,
    rungs: Rungs = BUILT_IN,
    office: WorkTime | None = None,
) -> Dues:
    """What ``Reckoner`` says of clocks of one limit on one calendar, for all of them at once."""
    if terms.unit == AmountUnit.CALENDAR_DAYS:
        raise ValueError("calendar days end in the zone of each unit: use calendar_dues")
    low = int(starts.min(initial=0))
    arrays = arrays_of(calendar, low, _reach(terms, starts, turns, rungs))
    if terms.target is not None:
        total = round(terms.target.total_seconds()) * SECOND
        used = np.round(carried * SECOND).astype(np.int64)
        whole, due = np.full(len(starts), total), arrays.due(starts, total - used, turns)
    else:
        used = np.zeros(len(starts), dtype=np.int64)
        days = terms.amount - np.round(carried / 86_400).astype(np.int64)
        whole = arrays.elapsed(starts, arrays.due_working_days(starts, days))
        due = arrays.due_working_days(starts, days, turns)
    counting = _Counting(arrays, starts, due, whole, used, turns)
    steps = {r.n: counting.step(r, office or calendar) for r in rungs}
    return Dues(due, steps)


@dataclass(frozen=True)
class _Counting:
    """Clocks of one limit: where they start, what they may use (``whole``) and have carried over."""

    arrays: WorkTimeArrays
    starts: Instants
    due: Instants
    whole: Instants
    used: Instants
    turns: Sequence[Round]

    def step(self, rung: Rung, office: WorkTime) -> Instants:
        """``alarms.instant_of`` for all of them."""
        if rung.is_due:
            return self.due
        if rung.when == StepWhen.SHARE:
            amount = self.whole * rung.amount // 100 - self.used
            found = self.arrays.due(self.starts, amount, self.turns)
            return (np.minimum if rung.amount < 100 else np.maximum)(found, self.due)
        due = np.where(self.due == NEVER, self.starts, self.due)
        if rung.when == StepWhen.WORKING_DAYS:
            high = int(due.max(initial=0)) + (rung.amount + MARGIN) * 4 * DAY
            days = np.full(len(due), rung.amount)
            found = arrays_of(office, int(due.min(initial=0)), high).due_working_days(
                due, days, self.turns
            )
        elif rung.when == StepWhen.AFTER:
            found = self.arrays.due(due, np.full(len(due), rung.amount * SECOND), self.turns)
        else:
            left = self._counted(due) - rung.amount * SECOND
            found = self.arrays.due(self.starts, left, self.turns)
        return np.where(self.due == NEVER, NEVER, found)

    def _counted(self, due: Instants) -> Instants:
        """What counted from the start to the due time."""
        found = self.arrays.elapsed(self.starts, due)
        for turn in self.turns:
            begun, ends = self.starts[turn.clocks], due[turn.clocks]
            left, right = np.clip(turn.left, begun, ends), np.clip(turn.right, begun, ends)
            found[turn.clocks] -= self.arrays.elapsed(left, right)
        return found


def _reach(terms: Terms, starts: Instants, turns: Sequence[Round], rungs: Rungs) -> int:
    """How far the calendar has to be compiled."""
    last = int(starts.max(initial=0))
    for turn in turns:
        ended = turn.right[turn.right != NEVER]
        last = max(last, int(ended.max(initial=0)))
    seconds = max((r.amount for r in rungs if r.when == StepWhen.AFTER), default=0)
    share = max((r.amount for r in rungs if r.when == StepWhen.SHARE), default=100)
    days = terms.amount * max(1, -(-share // 100)) + seconds // 3_600 + MARGIN
    return last + days * 4 * DAY


def calendar_dues(
    terms: Terms,
    calendar: WorkTime,
    starts: Sequence[int],
    zones: Sequence[str],
    pauses: Sequence[Sequence[PauseUs]],
    carried: Sequence[float],
    *,
    rungs: Rungs = BUILT_IN,
    office: WorkTime | None = None,
) -> Dues:
    """The same for limits in calendar days, clock by clock."""
    due = []
    steps: dict[int, list[int]] = {r.n: [] for r in rungs}
    roll = calendar if terms.roll_forward else None
    for us, zone, held, used in zip(starts, zones, pauses, carried, strict=True):
        start, days = instant(us), terms.amount - round(used / 86_400)
        where = ZoneInfo(zone or terms.zone)
        times = [(instant(a), None if b == NEVER else instant(b)) for a, b in held]
        plain = due_calendar_days(start, days, where, (), roll)
        found = due_calendar_days(start, days, where, times, roll)
        clock = _ByDays(start, found, plain, times, rungs, office or calendar)
        due.append(int(NEVER) if found is None else micros(found))
        own = alarms.instants(clock)
        for n, told in steps.items():
            told.append(micros(own[n]) if n in own else int(NEVER))
    return Dues(
        np.array(due, dtype=np.int64),
        {n: np.array(told, dtype=np.int64) for n, told in steps.items()},
    )


@dataclass(frozen=True)
class _ByDays:
    """A clock limited in calendar days, as the ladder measures it: on 24×7."""

    start: datetime
    due: datetime | None
    plain: datetime | None
    pauses: Sequence[Pause]
    rungs: Rungs
    office: WorkTime

    def measure(self) -> WorkTime:
        return limits.around_the_clock()

    def counted_pauses(self) -> Sequence[Pause]:
        return self.pauses

    def share(self, part: int, whole: int) -> datetime | None:
        if self.plain is None:
            return None
        target: timedelta = self.measure().elapsed(self.start, self.plain)
        return self.measure().due(self.start, target * part // whole, self.pauses)


def unsure(
    terms: Terms, calendar: WorkTime, office: WorkTime, found: Dues, rungs: Rungs
) -> NDArray[np.bool_]:
    """Which clocks have, by step in this order, an instant beyond the years its calendar knows."""
    by_hours = terms.unit != AmountUnit.CALENDAR_DAYS
    columns = []
    for rung in rungs:
        known = office if rung.when == StepWhen.WORKING_DAYS else calendar
        end = known_until(known) if by_hours or known is office else int(NEVER)
        at = found.steps[rung.n]
        columns.append((at >= end) & (at != NEVER))
    return np.array(columns, dtype=bool).reshape(len(rungs), len(found.due)).T


def known_until(calendar: WorkTime) -> int:
    """The first instant of the year after those whose days a calendar knows."""
    if calendar.years is None:
        return int(NEVER)
    return wall_micros(date(calendar.years.stop, 1, 1), 0, calendar.zone)
