"""Why a clock stands where it stands: every stretch that counted and every one that did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shouwen.kernel.worktime import WorkTime
from shouwen.platform.clocks import alarms
from shouwen.platform.clocks.choices import WaitingFor
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.clocks.queries.reading import holds_of
from shouwen.platform.clocks.reckoning import Reckoner, Stretch, stretches


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a clock's life within one local day (a pause or days off may be longer).

    ``cause``: counted, paused (a wait the limit pauses for), closed (outside opening hours) or
    day_off. ``day`` is the local date of its beginning; ``day_label`` its month and day.
    """

    start: datetime
    end: datetime
    counted: bool
    cause: str
    waiting_for: str
    reason: str
    unit: int
    person: int | None
    day: date

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()

    @property
    def day_label(self) -> str:
        return f"{self.day.month}-{self.day.day}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A clock at an instant. Seconds are those of the target: working seconds on its calendar."""

    clock: Clock
    at: datetime
    target: float | None
    used_seconds: float
    left_seconds: float | None
    due_at: datetime | None
    warning_at: datetime | None
    segments: list[Segment]


def explain(
    clock: Clock | int, *, at: datetime, holds: Sequence[Hold] | None = None
) -> Explanation:
    """解释: the clock's use of time up to ``at`` (its end, if it ended before), segment by segment.

    ``holds`` are those of its matter, where they have been read already.
    """
    if isinstance(clock, int):
        clock = Clock.objects.get(pk=clock)
    reckoner = Reckoner(clock, stretches(holds_of(clock.subject) if holds is None else holds))
    end = at if clock.ended_at is None else min(at, clock.ended_at)
    target, used = reckoner.target(), reckoner.used(end)
    return Explanation(
        clock=clock,
        at=at,
        target=None if target is None else target.total_seconds(),
        used_seconds=used.total_seconds(),
        left_seconds=_left(reckoner, end),
        due_at=reckoner.due,
        warning_at=min(alarms.instants(reckoner).values(), default=None),
        segments=list(_segments(reckoner, end)),
    )


def _left(reckoner: Reckoner, at: datetime) -> float | None:
    """What is left of the target; below zero what it was exceeded by."""
    terms = reckoner.terms
    if terms is not None and terms.target is not None and not reckoner.clock.given_due_at:
        return (terms.target - reckoner.used(at)).total_seconds()
    due = reckoner.due
    if due is None:
        return None
    calendar, pauses = reckoner.measure(), reckoner.counted_pauses()
    if at <= due:
        return calendar.elapsed(at, due, pauses).total_seconds()
    return -calendar.elapsed(due, at, pauses).total_seconds()


def _segments(reckoner: Reckoner, end: datetime) -> Iterator[Segment]:
    pausing = reckoner.terms.pauses_for if reckoner.terms else frozenset()
    if reckoner.clock.given_due_at is not None:
        pausing = frozenset()
    calendar = reckoner.measure()
    for part in reckoner.parts:
        left = max(part.since, reckoner.clock.started_at)
        right = end if part.to is None else min(part.to, end)
        if left >= right:
            continue
        if part.waiting_for in pausing:
            yield _segment(part, left, right, "paused", calendar)
        else:
            yield from _days(part, left, right, calendar)


def _days(part: Stretch, left: datetime, right: datetime, calendar: WorkTime) -> Iterator[Segment]:
    """Counted and closed pieces, cut at local midnight; days off that follow each other are one."""
    off: Segment | None = None
    for start, end, counted in calendar.pieces(left, right):
        day = calendar.local_date(start)
        if counted or calendar.is_working_day(day):
            if off is not None:
                yield off
                off = None
            yield _segment(part, start, end, "counted" if counted else "closed", calendar)
        else:
            begin = off.start if off is not None else start
            off = _segment(part, begin, end, "day_off", calendar)
    if off is not None:
        yield off


def _segment(
    part: Stretch, start: datetime, end: datetime, cause: str, calendar: WorkTime
) -> Segment:
    waits = part.waiting_for if part.waiting_for != WaitingFor.NONE else ""
    return Segment(
        start,
        end,
        cause == "counted",
        cause,
        waits,
        part.reason,
        part.unit,
        part.person,
        calendar.local_date(start),
    )
