"""The blame ledger: every second of a matter belongs to exactly one holder, and the parts are the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import WorkTime, micros
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import Basis, ClockKind, WaitingFor
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.clocks.queries.reading import holds_of
from shouwen.platform.clocks.reckoning import Stretch, stretches

SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class BlameRow:
    """One stretch in somebody's hands. ``waiting_for`` is ``none`` while they had to act."""

    start: datetime
    end: datetime
    unit: int
    person: int | None
    waiting_for: str
    reason: str
    instance: int
    calendar_seconds: float
    working_seconds: float


@dataclass(frozen=True, slots=True)
class BlameLedger:
    """The rows in order of time and their totals; ``exact`` says that they add up to the microsecond."""

    rows: list[BlameRow]
    total_calendar: float
    total_working: float
    exact: bool


def blame(
    subject: Subject,
    *,
    at: datetime,
    instance: int | None = None,
    holds: Sequence[Hold] | None = None,
    clocks: Sequence[Clock] | None = None,
) -> BlameLedger:
    """谁拿了多久: who held the matter how long up to ``at``, all instances or one of them.

    Working seconds are on the calendar of its resolution limit, 24×7 if it has none. ``holds``
    and ``clocks`` are those of the matter, where they have been read already.
    """
    parts = stretches(holds_of(subject) if holds is None else holds)
    clocks = list(Clock.objects.of(subject)) if clocks is None else clocks
    return blame_of(parts, resolution_calendar(clocks), at=at, instance=instance)


def resolution_calendar(clocks: Iterable[Clock]) -> WorkTime:
    """The one calendar a matter's blame is measured on, of its clocks.

    That of the internal limit of the first instance that has one, 24×7 if none has.
    """
    limited = [
        (c.instance, c.revision_id)
        for c in clocks
        if c.kind == ClockKind.RESOLUTION and c.basis == Basis.INTERNAL and c.revision_id
    ]
    return limits.calendar(min(limited)[1]) if limited else limits.around_the_clock()


def blame_of(
    parts: Sequence[Stretch],
    calendar: WorkTime,
    *,
    at: datetime,
    instance: int | None = None,
) -> BlameLedger:
    """The ledger of these stretches; rows of the same holder side by side stay apart."""
    rows: list[BlameRow] = []
    calendar_us = working_us = 0
    wanted = [p for p in parts if not p.ends and instance in (None, p.instance)]
    for part in wanted:
        start, end = micros(part.since), micros(at if part.to is None else min(part.to, at))
        if end <= start and not (end == start and part.to is not None):
            continue
        lasted, worked = end - start, calendar.worked(end) - calendar.worked(start)
        calendar_us, working_us = calendar_us + lasted, working_us + worked
        rows.append(
            BlameRow(
                part.since,
                at if part.to is None else min(part.to, at),
                part.unit,
                part.person,
                part.waiting_for,
                part.reason,
                part.instance,
                lasted / SECOND,
                worked / SECOND,
            )
        )
    whole = _whole(wanted, calendar, at)
    return BlameLedger(
        rows, calendar_us / SECOND, working_us / SECOND, whole == (calendar_us, working_us)
    )


def sums_are_exact(
    parts: Sequence[Stretch], calendar: WorkTime, instance: int, *, at: datetime
) -> bool:
    """Σ F(tᵢ₊₁) − F(tᵢ) = F(end) − F(opening) of an instance, in calendar and in working time.

    The end is that of the instance, its reopening, or ``at`` while it is open; the opening that of
    its first hold. A gap, an overlap or a stretch that belongs elsewhere breaks the equation.
    """
    mine = [p for p in parts if p.instance == instance and not p.ends and p.since < at]
    if not mine:
        return True
    opened, last = micros(mine[0].since), mine[-1].to
    ended = micros(at if last is None else min(last, at))
    lasted = worked = 0
    for part in mine:
        start, end = micros(part.since), micros(at if part.to is None else min(part.to, at))
        lasted += end - start
        worked += calendar.worked(end) - calendar.worked(start)
    return (lasted, worked) == (ended - opened, calendar.worked(ended) - calendar.worked(opened))


def _whole(parts: Iterable[Stretch], calendar: WorkTime, at: datetime) -> tuple[int, int]:
    """The same totals from the ends of each unbroken run alone, not from the parts."""
    runs: list[list[datetime]] = []
    for part in parts:
        end = at if part.to is None else min(part.to, at)
        if part.since >= at:
            continue
        if runs and runs[-1][1] == part.since:
            runs[-1][1] = end
        else:
            runs.append([part.since, end])
    ends = [(micros(a), micros(b)) for a, b in runs]
    return (
        sum(b - a for a, b in ends),
        sum(calendar.worked(b) - calendar.worked(a) for a, b in ends),
    )


def waited(ledger: BlameLedger, waiting_for: str = WaitingFor.CUSTOMER) -> float:
    """Calendar seconds the matter waited for this."""
    return sum(r.calendar_seconds for r in ledger.rows if r.waiting_for == waiting_for)
