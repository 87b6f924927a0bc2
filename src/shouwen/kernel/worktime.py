"""Working time: how much of it lies between two instants, and when a given amount is used up.

A calendar is compiled once into sorted, merged spans with running totals. ``F(t)`` is the working
time before ``t``; everything else follows from it: elapsed = F(b) − F(a) − what is excluded, and a
due time is the **first** instant at which the target is used up (20 hours used up at noon are due
at noon, not after lunch). Reckoned in whole microseconds, so it is exact. Instants are aware
datetimes; pauses are ``(from, to)`` pairs, sorted, disjoint, the last one possibly without end.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

Pause = tuple[datetime, datetime | None]
Span = tuple[int, int]
"""Minutes of the local day; an end beyond 1440 lies in the next day."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
DAY = 86_400 * SECOND
_FIRST_DAY = date(1970, 1, 1).toordinal()
_ANCHOR = (date(2000, 1, 1).toordinal() - _FIRST_DAY) * DAY
_YEARS = range(1900, 2300)


class EmptyCalendar(ValueError):
    """A calendar without any working time would never let anything fall due."""


class BeyondCalendar(ValueError):
    """The instant lies outside the centuries a calendar can be asked about."""


def micros(t: datetime) -> int:
    """An instant as whole microseconds since 1970 (UTC)."""
    since = t - EPOCH
    return since.days * DAY + since.seconds * SECOND + since.microseconds


def instant(us: int) -> datetime:
    """The inverse of ``micros``; always in UTC."""
    return EPOCH + timedelta(microseconds=us)


def parse_minute(text: str) -> int:
    """``08:30`` as minutes of the day; ``24:00`` is the end of the day."""
    hours, minutes = text.split(":")
    found = int(hours) * 60 + int(minutes)
    if not (0 <= int(minutes) < 60 and 0 <= found <= 1440):
        raise ValueError(f"not a time of day: {text!r}")
    return found


def parse_spans(spans: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    """``[["22:00", "06:00"]]`` as spans; one that does not end after its start runs over midnight."""
    found = []
    for start, end in spans:
        a, b = parse_minute(start), parse_minute(end)
        found.append((a, b if b > a else b + 1440))
    return tuple(sorted(found))


@dataclass(frozen=True)
class Season:
    """From ``since`` on (None: always) each weekday, Monday first, has these spans."""

    since: date | None
    weekly: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class _Compiled:
    """Answers for the local days of some years; grows by being replaced."""

    first_year: int
    last_year: int
    low: int
    high: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    after: list[int]
    days: list[int]
    closes: list[int]


@dataclass
class WorkTime:
    """A compiled calendar in its own zone.

    ``years`` are those whose holidays are known (None: the calendar has no holidays to know), and
    ``known`` the first and last day a roster says; outside them the weekly pattern stands in and
    answers are provisional.
    """

    zone: ZoneInfo
    seasons: tuple[Season, ...]
    overrides: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    years: range | None = None
    known: tuple[date, date] | None = None

    def __post_init__(self) -> None:
        self.seasons = tuple(sorted(self.seasons, key=lambda s: s.since or date.min))
        if not self.seasons or not any(self.seasons[-1].weekly):
            raise EmptyCalendar("the last season of a calendar needs working time")
        known = self.years or range(2004, 2029)
        self._at = self._compile(min(known.start - 1, 1999), known.stop + 2)

    @classmethod
    def from_spec(cls, spec: Mapping[str, object], zone: str) -> WorkTime:
        """A calendar from its stored form (``seasons``, ``overrides``, ``years`` [first, last]).

        Equal forms share one compiled calendar: to compile a century of days takes a tenth of a second.
        """
        return _compiled(json.dumps(spec, sort_keys=True), zone)

    @classmethod
    def _from_spec(cls, spec: Mapping[str, object], zone: str) -> WorkTime:
        seasons: Sequence[Mapping[str, object]] = spec["seasons"]  # type: ignore[assignment]
        overrides: Mapping[str, object] = spec.get("overrides") or {}  # type: ignore[assignment]
        years: Sequence[int] | None = spec.get("years")  # type: ignore[assignment]
        known: Sequence[str] | None = spec.get("known")  # type: ignore[assignment]
        return cls(
            zone=ZoneInfo(zone),
            seasons=tuple(
                Season(
                    date.fromisoformat(str(s["from"])) if s.get("from") else None,
                    tuple(parse_spans(day) for day in s["weekly"]),  # type: ignore[attr-defined]
                )
                for s in seasons
            ),
            overrides={
                date.fromisoformat(day): () if spans == "off" else parse_spans(spans)  # type: ignore[arg-type]
                for day, spans in overrides.items()
            },
            years=range(years[0], years[1] + 1) if years else None,
            known=(date.fromisoformat(known[0]), date.fromisoformat(known[1])) if known else None,
        )

    # compiling

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans that begin on this local day; empty on a day off."""
        found = self.overrides.get(day)
        if found is not None:
            return found
        weekly: tuple[tuple[Span, ...], ...] = ((),) * 7
        for season in self.seasons:
            if season.since is not None and season.since > day:
                break
            weekly = season.weekly
        return weekly[day.weekday()]

    def _wall(self, ordinal: int, minute: int) -> int:
        """A local time as an instant: the first reading if there are two, the jump if there is none."""
        return wall_micros(
            date.fromordinal(ordinal + minute // 1440), minute % 1440 * 60, self.zone
        )

    def _offset(self, ordinal: int) -> int:
        midnight = datetime.combine(date.fromordinal(ordinal), time(), self.zone)
        found = midnight.utcoffset()
        return (found.days * 86_400 + found.seconds) * SECOND if found else 0

    def _compile(self, first_year: int, last_year: int) -> _Compiled:
        first = date(max(first_year, _YEARS.start), 1, 1).toordinal()
        last = date(min(last_year, _YEARS.stop), 12, 31).toordinal()
        spans: list[tuple[int, int]] = []
        days: list[int] = []
        closes: list[int] = []
        offset, next_offset = self._offset(first), self._offset(first + 1)
        for ordinal in range(first, last + 1):
            offset_after = self._offset(ordinal + 2)
            todays = self.spans_on(date.fromordinal(ordinal))
            if todays:
                if offset == next_offset == offset_after:
                    base = (ordinal - _FIRST_DAY) * DAY - offset
                    found = [(base + a * 60 * SECOND, base + b * 60 * SECOND) for a, b in todays]
                else:
                    found = [(self._wall(ordinal, a), self._wall(ordinal, b)) for a, b in todays]
                spans += found
                days.append(ordinal)
                closes.append(max(end for _, end in found))
            offset, next_offset = next_offset, offset_after
        low, high = (first - _FIRST_DAY + 2) * DAY, (last - _FIRST_DAY - 1) * DAY
        starts, ends, before, after = _totals(spans)
        latest = list(accumulate(closes, max))
        return _Compiled(
            first_year, last_year, low, high, starts, ends, before, after, days, latest
        )

    def _grow(self, *, to: int) -> None:
        """Reckon more years, at least to this one; what was answered before stays the same."""
        first, last = self._at.first_year, self._at.last_year
        if (to < first and first <= _YEARS.start) or (to > last and last >= _YEARS.stop):
            raise BeyondCalendar
        earlier, later = min(first, to - 5), max(last, to + 5)
        self._at = self._compile(max(earlier, _YEARS.start), min(later, _YEARS.stop))

    def cover(self, us: int) -> _Compiled:
        """The compiled years, grown until they hold this instant."""
        while us < self._at.low:
            self._grow(to=min(instant(us).year, self._at.first_year) - 1)
        while us > self._at.high:
            self._grow(to=max(instant(us).year, self._at.last_year) + 1)
        return self._at

    # F and its inverse, in microseconds

    def worked(self, us: int) -> int:
        """F: the working time before this instant (counted from 2000)."""
        at = self.cover(us)
        i = bisect_right(at.starts, us) - 1
        if i < 0:
            return at.before[0]
        return at.before[i] + min(us, at.ends[i]) - at.starts[i]

    def reached(self, work: int) -> int:
        """F⁻¹: the first instant with this much working time before it."""
        while work > self._at.after[-1]:
            self._grow(to=self._at.last_year + 10)
        at = self._at
        i = bisect_left(at.after, work)
        return at.starts[i] + work - at.before[i]

    def closed_days(self, us: int) -> int:
        """How many office closes have passed by this instant (an index into the compiled days)."""
        return bisect_right(self.cover(us).closes, us)

    # elapsed

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """The working time from start to end without the pauses; zero if end is not after start."""
        return timedelta(microseconds=self.elapsed_us(micros(start), micros(end), pauses))

    def elapsed_us(self, a: int, b: int, pauses: Sequence[Pause] = ()) -> int:
        if b <= a:
            return 0
        total = self.worked(b) - self.worked(a)
        for left, right in pauses:
            x, y = max(micros(left), a), b if right is None else min(micros(right), b)
            if x < y:
                total -= self.worked(y) - self.worked(x)
        return total

    def pieces(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
        """The time from start to end in order, as (from, to, counted), cut at each local midnight."""
        left, right = micros(start), micros(end)
        self.cover(left)
        at = self.cover(right)
        i = max(bisect_right(at.starts, left) - 1, 0)
        while left < right:
            while i < len(at.starts) and at.ends[i] <= left:
                i += 1
            counted = i < len(at.starts) and at.starts[i] <= left
            edge = (at.ends[i] if counted else at.starts[i]) if i < len(at.starts) else right
            day = instant(left).astimezone(self.zone).date()
            midnight = wall_micros(day + timedelta(days=1), 0, self.zone)
            cut = min(edge, midnight, right)
            yield instant(left), instant(cut), counted
            left = cut

    # due times

    def due(
        self, start: datetime, target: timedelta, pauses: Sequence[Pause] = ()
    ) -> datetime | None:
        """When this much working time is used up; None if an endless pause comes first."""
        a = micros(start)
        amount = (target.days * 86_400 + target.seconds) * SECOND + target.microseconds
        if amount <= 0:
            return start
        found = reach(self.worked, self.reached, self.worked(a), amount, pauses)
        return None if found is None else instant(found)

    def due_working_days(
        self, start: datetime, days: int, pauses: Sequence[Pause] = ()
    ) -> datetime | None:
        """The n-th office close that passes while the clock counts; the day of the start never does."""
        if days <= 0:
            return start
        found = reach(self.closed_days, self._close, self._first_close(start), days, pauses)
        return None if found is None else instant(found)

    def _first_close(self, start: datetime) -> int:
        """How many closes lie on the day of the start or before: none of them counts."""
        at = self.cover(micros(start))
        return bisect_right(at.days, self.local_date(start).toordinal())

    def _close(self, n: int) -> int:
        while n > len(self._at.closes):
            self._grow(to=self._at.last_year + 10)
        return self._at.closes[n - 1]

    def days_used(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> int:
        """How many working days were consumed: office closes passed while the clock counted."""
        return used(self.closed_days, self._first_close(start), micros(end), pauses)

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans_on(day))

    def local_date(self, t: datetime) -> date:
        return t.astimezone(self.zone).date()

    def knows(self, start: datetime, end: datetime) -> bool:
        """Whether all the days between are known; otherwise answers are provisional."""
        first, last = self.local_date(start), self.local_date(end)
        if self.known is not None and not self.known[0] <= first <= last <= self.known[1]:
            return False
        return self.years is None or (first.year in self.years and last.year in self.years)


def wall_micros(day: date, second: int, zone: ZoneInfo) -> int:
    """A local time as an instant: the first reading if there are two, the jump if there is none."""
    naive = datetime.combine(day, time()) + timedelta(seconds=second)
    found = micros(naive.replace(tzinfo=zone))
    if instant(found).astimezone(zone).replace(tzinfo=None) == naive:
        return found
    low, high = micros(naive.replace(tzinfo=zone, fold=1)), found
    after = instant(high).astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        if instant(middle).astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high


def reach(
    count: Callable[[int], int],
    inverse: Callable[[int], int],
    base: int,
    target: int,
    pauses: Sequence[Pause],
) -> int | None:
    """The first instant at which ``target`` was counted since ``base``, pauses left out."""
    goal = base + target
    for left, right in pauses:
        at_left = max(count(micros(left)), base)
        if at_left >= goal:
            break
        if right is None:
            return None
        goal += max(count(micros(right)), base) - at_left
    return inverse(goal)


def used(count: Callable[[int], int], base: int, end: int, pauses: Sequence[Pause]) -> int:
    total = max(count(end), base) - base
    for left, right in pauses:
        x, y = micros(left), end if right is None else min(micros(right), end)
        if x < y:
            total -= max(count(y), base) - max(count(x), base)
    return total


def _totals(spans: list[tuple[int, int]]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Merge overlapping spans and add up; totals count from the anchor, so growing keeps them."""
    spans.sort()
    starts: list[int] = []
    ends: list[int] = []
    for a, b in spans:
        if ends and a <= ends[-1]:
            ends[-1] = max(ends[-1], b)
        else:
            starts.append(a)
            ends.append(b)
    after = list(accumulate(b - a for a, b in zip(starts, ends, strict=True)))
    i = bisect_right(starts, _ANCHOR) - 1
    at_anchor = 0 if i < 0 else after[i] - max(0, ends[i] - _ANCHOR)
    before = [0, *after[:-1]]
    return starts, ends, [w - at_anchor for w in before], [w - at_anchor for w in after]


@lru_cache(maxsize=128)
def _compiled(spec: str, zone: str) -> WorkTime:
    return WorkTime._from_spec(json.loads(spec), zone)
