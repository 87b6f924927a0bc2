"""Reporting periods: day, 旬 (ten days), week, month, quarter, year.

A period is a run of whole calendar days; it becomes a stretch of time only in a zone, that of the
unit reported on. Every report, bulletin and pay month takes its bounds from here.

Spellings: ``2011-08-21`` · ``2011-08-X3`` · ``2011-W34`` (ISO week) · ``2011-08`` · ``2011-Q3`` · ``2011``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Grain(StrEnum):
    """How long a period is, shortest first."""

    DAY = "day"
    XUN = "xun"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """All days from ``first`` to ``last``, both inclusive."""

    first: date
    last: date
    grain: Grain

    @property
    def id(self) -> str:
        return _SPELLINGS[self.grain](self.first)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def xun(self) -> int:
        """1, 2 or 3 for 上旬, 中旬, 下旬 of the month of the first day."""
        return min((self.first.day - 1) // 10, 2) + 1

    def start(self, zone: tzinfo) -> datetime:
        """The first instant of the period in this zone, in UTC."""
        return day_start(self.first, zone)

    def end(self, zone: tzinfo) -> datetime:
        """The first instant after the period, in UTC: ``start <= t < end``."""
        return day_start(self.last + ONE_DAY, zone)

    def previous(self) -> Period:
        return containing(self.first - ONE_DAY, self.grain)

    def next(self) -> Period:
        return containing(self.last + ONE_DAY, self.grain)

    def within(self, first: date, last: date) -> Period:
        """The part of this period between two days; the name stays, only the days are fewer."""
        return Period(max(self.first, first), min(self.last, last), self.grain)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.id


def day_start(day: date, zone: tzinfo) -> datetime:
    """The first instant of a calendar day in a zone, in UTC.

    Where clocks jump over midnight it is the instant of the jump; where midnight comes twice it is
    the first one.
    """
    midnight = datetime.combine(day, time())
    early = midnight.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == midnight:
        return early
    return _after_jump(day, zone, early)


def _after_jump(day: date, zone: tzinfo, latest: datetime) -> datetime:
    """Find the jump that swallowed midnight: the first second whose local date is ``day`` or later."""
    low = int(latest.timestamp()) - 86_400
    high = int(latest.timestamp())
    while low < high:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).date() >= day:
            high = middle
        else:
            low = middle + 1
    return datetime.fromtimestamp(high, UTC)


def containing(day: date, grain: Grain | str) -> Period:
    """The period of this grain in which a day lies."""
    grain = Grain(grain)
    first, last = _BOUNDS[grain](day)
    return Period(first, last, grain)


def at(instant: datetime, grain: Grain | str, zone: tzinfo) -> Period:
    """The period of this grain in which an instant lies, on the clocks of a zone."""
    return containing(instant.astimezone(zone).date(), grain)


def between(first: date, last: date, grain: Grain | str) -> Iterator[Period]:
    """The periods that share a day with ``first … last``, oldest first, uncut."""
    period = containing(first, grain)
    while period.first <= last:
        yield period
        if period.last == date.max:
            return
        period = period.next()


def parse(spelling: str) -> Period:
    """A period from its id; ValueError when it is none."""
    for pattern, read in _READERS:
        if match := pattern.fullmatch(spelling):
            try:
                return read(*map(int, match.groups()))
            except (ValueError, IndexError):
                break
    raise ValueError(f"not a period: {spelling!r}")


def _xun_bounds(day: date) -> tuple[date, date]:
    first = day.replace(day=(1, 11, 21)[min((day.day - 1) // 10, 2)])
    return first, first.replace(day=first.day + 9) if first.day < 21 else _month_end(day)


def _week_bounds(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def _quarter_bounds(day: date) -> tuple[date, date]:
    month = (day.month - 1) // 3 * 3 + 1
    return date(day.year, month, 1), _month_end(date(day.year, month + 2, 1))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _week_id(first: date) -> str:
    year, week, _ = first.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _nth_xun(year: int, month: int, number: int) -> Period:
    return containing(date(year, month, (1, 11, 21)[number - 1]), Grain.XUN)


_BOUNDS: dict[Grain, Callable[[date], tuple[date, date]]] = {
    Grain.DAY: lambda day: (day, day),
    Grain.XUN: _xun_bounds,
    Grain.WEEK: _week_bounds,
    Grain.MONTH: lambda day: (day.replace(day=1), _month_end(day)),
    Grain.QUARTER: _quarter_bounds,
    Grain.YEAR: lambda day: (date(day.year, 1, 1), date(day.year, 12, 31)),
}
_SPELLINGS: dict[Grain, Callable[[date], str]] = {
    Grain.DAY: lambda day: day.isoformat(),
    Grain.XUN: lambda day: f"{day:%Y-%m}-X{min((day.day - 1) // 10, 2) + 1}",
    Grain.WEEK: _week_id,
    Grain.MONTH: lambda day: f"{day:%Y-%m}",
    Grain.QUARTER: lambda day: f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}",
    Grain.YEAR: lambda day: f"{day.year:04d}",
}
_READERS: list[tuple[re.Pattern[str], Callable[..., Period]]] = [
    (re.compile(r"(\d{4})"), lambda y: containing(date(y, 1, 1), Grain.YEAR)),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda y, q: containing(date(y, 3 * q, 1), Grain.QUARTER)),
    (re.compile(r"(\d{4})-(\d\d)"), lambda y, m: containing(date(y, m, 1), Grain.MONTH)),
    (
        re.compile(r"(\d{4})-W(\d\d)"),
        lambda y, w: containing(date.fromisocalendar(y, w, 1), Grain.WEEK),
    ),
    (re.compile(r"(\d{4})-(\d\d)-X([123])"), _nth_xun),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), lambda y, m, d: containing(date(y, m, d), Grain.DAY)),
]
