"""What follows from holds, limit and calendar for one clock. Pure: reads nothing, writes nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from shouwen.kernel.calendar_days import calendar_days_used, due_calendar_days
from shouwen.kernel.worktime import Pause, WorkTime
from shouwen.platform.clocks import alarms, ladders, limits
from shouwen.platform.clocks.alarms import Wake
from shouwen.platform.clocks.choices import AmountUnit, StepWhen, VerdictKind, WaitingFor
from shouwen.platform.clocks.ladders import NOTHING_YET, Progress
from shouwen.platform.clocks.limits import Terms

SECONDS_A_DAY = 86_400


class HoldLike(Protocol):
    """A hold as it is stored or imported."""

    at: datetime
    unit_id: int
    person_id: int | None
    waiting_for: str
    reason: str
    until_at: datetime | None
    instance: int
    ends: bool


class ClockLike(Protocol):
    """What is pinned at a clock's start."""

    kind: str
    basis: str
    instance: int
    limit_id: int | None
    revision_id: int | None
    ladder_version_id: int | None
    office_id: int | None
    zone: str
    given_due_at: datetime | None
    carried_seconds: float
    started_at: datetime
    ended_at: datetime | None
    silent: bool


class Stretch(NamedTuple):
    """Who had the matter from when to when; ``to`` None: still. ``ends``: nobody has it."""

    since: datetime
    to: datetime | None
    unit: int
    person: int | None
    waiting_for: str
    reason: str
    instance: int
    ends: bool
    expired: bool = False


class Reckoned(NamedTuple):
    """The caches of a clock."""

    due_at: datetime | None
    provisional: bool
    unit_id: int
    person_id: int | None
    waiting_for: str = WaitingFor.NONE
    wait_until_at: datetime | None = None
    wakes: Sequence[Wake] = ()
    warn_at: datetime | None = None
    unsure_steps: bool = False


class Judged(NamedTuple):
    """A verdict that follows from the ledgers."""

    verdict: str
    at: datetime
    due_at: datetime | None
    elapsed_s: float
    unit_id: int
    person_id: int | None


def stretches(holds: Sequence[HoldLike]) -> list[Stretch]:
    """Holds as stretches of time. A wait that reached its until-time is followed by a return."""
    found: list[Stretch] = []
    desk: HoldLike | None = None
    for i, hold in enumerate(holds):
        to = holds[i + 1].at if i + 1 < len(holds) else None
        if hold.waiting_for == WaitingFor.NONE and not hold.ends:
            desk = hold
        until = hold.until_at
        if until is None or hold.waiting_for == WaitingFor.NONE or (to is not None and to <= until):
            found.append(_stretch(hold, hold.at, to))
            continue
        back = desk or hold
        found.append(_stretch(hold, hold.at, until))
        found.append(
            Stretch(
                until,
                to,
                back.unit_id,
                back.person_id,
                WaitingFor.NONE,
                back.reason,
                hold.instance,
                ends=False,
                expired=True,
            )
        )
    return found


def _stretch(hold: HoldLike, since: datetime, to: datetime | None) -> Stretch:
    return Stretch(
        since,
        to,
        hold.unit_id,
        hold.person_id,
        hold.waiting_for,
        hold.reason,
        hold.instance,
        hold.ends,
    )


def holder_before(parts: Sequence[Stretch], at: datetime) -> Stretch:
    """Who had the matter until this instant (at its very beginning: who got it)."""
    i = bisect_left(parts, at, key=lambda s: s.since) - 1
    return parts[max(i, 0)]


def pauses_of(clock: ClockLike, terms: Terms | None, parts: Sequence[Stretch]) -> list[Pause]:
    """When this clock did not count: sorted, disjoint, within its life."""
    if terms is None or not terms.pauses_for:
        return []
    found: list[Pause] = []
    for part in parts:
        if part.waiting_for not in terms.pauses_for:
            continue
        left, right = max(part.since, clock.started_at), part.to
        if clock.ended_at is not None:
            right = clock.ended_at if right is None else min(right, clock.ended_at)
        if right is not None and left >= right:
            continue
        if found and found[-1][1] == left:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def measure(
    terms: Terms | None, revision_id: int | None, given_due_at: datetime | None
) -> WorkTime:
    """The calendar a clock's use is measured on: 24×7 for calendar days and for a due time given."""
    if terms is None or given_due_at or terms.unit == AmountUnit.CALENDAR_DAYS or not revision_id:
        return limits.around_the_clock()
    return limits.calendar(revision_id)


class Reckoner:
    """One clock with its limit, its calendar and the stretches of its matter."""

    def __init__(self, clock: ClockLike, parts: Sequence[Stretch]) -> None:
        self.clock, self.parts = clock, parts
        self.terms = limits.terms(clock.limit_id) if clock.limit_id is not None else None
        self.calendar: WorkTime = (
            limits.calendar(clock.revision_id)
            if clock.revision_id is not None
            else limits.around_the_clock()
        )
        self.pauses = pauses_of(clock, self.terms, parts)
        self.rungs = ladders.rungs(clock.ladder_version_id)

    @property
    def start(self) -> datetime:
        return self.clock.started_at

    @property
    def office(self) -> WorkTime:
        """The calendar on which working days after the due time are counted."""
        pinned = self.clock.office_id
        return self.calendar if pinned is None else limits.calendar(pinned)

    # due times

    @cached_property
    def due(self) -> datetime | None:
        """When the time is used up. A wait that can end by itself is taken to last until then."""
        if self.clock.given_due_at is not None:
            return self.clock.given_due_at
        return self._due(self.pauses)

    def _due(self, pauses: Sequence[Pause]) -> datetime | None:
        terms, start = self.terms, self.clock.started_at
        if terms is None:
            return None
        if terms.target is not None:
            left = terms.target - timedelta(seconds=self.clock.carried_seconds)
            return self.calendar.due(start, left, pauses)
        days = terms.amount - round(self.clock.carried_seconds / SECONDS_A_DAY)
        if terms.unit == AmountUnit.WORKING_DAYS:
            return self.calendar.due_working_days(start, days, pauses)
        roll = self.calendar if terms.roll_forward else None
        return due_calendar_days(start, days, self._zone(), pauses, roll)

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.clock.zone or (self.terms.zone if self.terms else "UTC"))

    def measure(self) -> WorkTime:
        """The calendar on which the share of the target is measured (24×7 for calendar days)."""
        return measure(self.terms, self.clock.revision_id, self.clock.given_due_at)

    def target(self) -> timedelta | None:
        """The counted target W: the hours of the limit, or what its days hold."""
        start, given = self.clock.started_at, self.clock.given_due_at
        if given is not None:
            return self.measure().elapsed(start, given)
        if self.terms is None:
            return None
        if self.terms.target is not None:
            return self.terms.target
        due = self._due(())
        return None if due is None else self.measure().elapsed(start, due)

    def share(self, part: int, whole: int) -> datetime | None:
        """When this share of the target is used up; None if never."""
        target = self.target()
        if target is None:
            return None
        start, amount = self.clock.started_at, target * part // whole
        if self.clock.given_due_at is not None:
            return self.measure().due(start, amount)
        if self.terms is not None and self.terms.target is not None:
            amount -= timedelta(seconds=self.clock.carried_seconds)
        return self.measure().due(start, amount, self.pauses)

    # use

    def used(self, at: datetime) -> timedelta:
        """The time counted until then, with what was carried over."""
        end = min(at, self.clock.ended_at) if self.clock.ended_at is not None else at
        counted = self.measure().elapsed(self.clock.started_at, end, self.counted_pauses())
        if self.terms is not None and self.terms.target is not None:
            counted += timedelta(seconds=self.clock.carried_seconds)
        return counted

    def counted_pauses(self) -> Sequence[Pause]:
        """Waits leave a due time that was given as it is."""
        return () if self.clock.given_due_at is not None else self.pauses

    def to_carry(self) -> float:
        """What the next instance starts with if the limit says ``continue``."""
        clock, terms = self.clock, self.terms
        if terms is None or clock.ended_at is None:
            return 0.0
        if terms.target is not None:
            return self.used(clock.ended_at).total_seconds()
        if terms.unit == AmountUnit.WORKING_DAYS:
            days = self.calendar.days_used(clock.started_at, clock.ended_at, self.pauses)
        else:
            days = calendar_days_used(clock.started_at, clock.ended_at, self._zone(), self.pauses)
        return float(days * SECONDS_A_DAY) + clock.carried_seconds

    # caches and verdict

    def reckon(self, progress: Progress = NOTHING_YET) -> Reckoned:
        """The caches of a clock that has climbed so far."""
        clock, due = self.clock, self.due
        if clock.ended_at is not None:
            had = holder_before(self.parts, clock.ended_at)
            return Reckoned(due, self._provisional(due), had.unit, had.person)
        now = self.parts[-2] if self.parts[-1].expired else self.parts[-1]
        own = alarms.instants(self)
        waits = now.waiting_for != WaitingFor.NONE
        return Reckoned(
            due,
            self._provisional(due),
            now.unit,
            now.person,
            now.waiting_for,
            now.to if waits else None,
            self._wakes(own, progress, now),
            min(own.values(), default=None),
            self._unsure(own, progress),
        )

    def _wakes(self, own: dict[int, datetime], progress: Progress, now: Stretch) -> list[Wake]:
        """What is to come; a paused clock only has what stood before its wait began."""
        if self.clock.silent:
            found = alarms.with_verdict((), None if progress.judged else self.due)
        else:
            found = alarms.pending(self, own, progress)
        if self._paused(now):
            return [w for w in found if w.at <= now.since]
        return found

    def _paused(self, now: Stretch) -> bool:
        return (
            self.terms is not None
            and self.clock.given_due_at is None
            and now.waiting_for in self.terms.pauses_for
        )

    def _unsure(self, own: dict[int, datetime], progress: Progress) -> bool:
        """Whether a step to come lies beyond the years its calendar knows."""
        if self.clock.silent:
            return False
        return any(self.unsure(n, at) for n, at in own.items() if not progress.has(n))

    def unsure(self, step: int, at: datetime) -> bool:
        """Whether this step's instant is provisional: its calendar does not know the days till then."""
        rung = next(r for r in self.rungs if r.n == step)
        if rung.when == StepWhen.WORKING_DAYS:
            return not self.office.knows(self.due or at, at)
        return not self.measure().knows(self.start, at)

    def _provisional(self, due: datetime | None) -> bool:
        terms = self.terms
        if terms is None or self.clock.given_due_at is not None:
            return False
        if terms.unit == AmountUnit.CALENDAR_DAYS and not terms.roll_forward:
            return False
        return not self.calendar.knows(self.clock.started_at, due or self.clock.started_at)

    def judge(self, until: datetime) -> Judged | None:
        """The first verdict by then: breached at the due time, met at the stop, or none yet."""
        due = self.due
        if due is None:
            return None
        ended = self.clock.ended_at
        end = ended if ended is not None else until
        if due < end:
            return self._judged(VerdictKind.BREACHED, due, due)
        if ended is not None:
            return self._judged(VerdictKind.MET, ended, due)
        return None

    def _judged(self, verdict: str, at: datetime, due: datetime) -> Judged:
        had = holder_before(self.parts, at)
        return Judged(verdict, at, due, self.used(at).total_seconds(), had.unit, had.person)
