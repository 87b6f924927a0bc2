"""日监控: today so far, by unit; every number by the same definitions as the bulletin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.reach import Question, Reach, Span
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.ratios import NOTHING, Ratio, total
from shouwen.platform.access.scope import Scope

CREATED, FINISHED, URGES, DUE = "cases_created", "cases_finished", "urges", "on_time_rate"
OVERDUE, SOON = "overdue_now", "due_soon"
REPLIES, WRITTEN = "backoffice_reply_on_time", "e_workorder_usage"
COLUMNS = (CREATED, FINISHED, URGES, DUE, OVERDUE, SOON)
HOLDERS = 5


@dataclass(frozen=True)
class Line:
    """One unit today: for each column its two numbers."""

    unit: int
    cells: Mapping[str, Ratio]

    def __getitem__(self, code: str) -> Ratio:
        return self.cells.get(code, NOTHING)

    @property
    def urge_rate(self) -> Ratio:
        return Ratio(self[URGES].numerator, int(self[CREATED].numerator))


@dataclass(frozen=True)
class Holder:
    """Who has how many overdue cases in hand, and since when the oldest is late."""

    unit: int
    number: int
    oldest: datetime


@dataclass(frozen=True)
class Board:
    """The monitor of one unit at one instant."""

    unit: int
    day: date
    at: datetime
    live: bool
    lines: Sequence[Line]
    total: Line
    before: Line  # the day before, until the same time of day
    hours: Sequence[tuple[int, int, int | None]]  # hour, yesterday, today
    holders: Sequence[Holder]
    asked: Mapping[str, tuple[Ratio, Ratio]]  # of requests: this day, and the day before


def board(unit: int, *, at: datetime, scope: Scope | None = None, day: date | None = None) -> Board:
    """Today by default; for a past day what that day came to, without the figures of this moment."""
    by_unit = reach.by_unit(unit, scope)
    today = at.astimezone(by_unit.zone).date()
    day = min(day or today, today)
    live = day == today
    span = reach.over(periods.containing(day, Grain.DAY), as_of=at)
    found = _cells(by_unit, span, COLUMNS if live else COLUMNS[:4])
    lines = [
        Line(one, cells)
        for one, cells in found.items()
        if one != unit or len(found) == 1 or any(c.denominator for c in cells.values())
    ]
    earlier = periods.containing(day, Grain.DAY).previous()
    before = reach.over(earlier, as_of=at - timedelta(days=1) if live else at)
    whole = reach.whole(unit, scope)
    return Board(
        unit=unit,
        day=day,
        at=at,
        live=live,
        lines=lines,
        total=Line(unit, {c: total(line[c] for line in lines) for c in COLUMNS}),
        before=Line(unit, _cells(whole, before, COLUMNS[:4]).get(unit, {})),
        hours=_hours(whole, span),
        holders=_holders(whole, at) if live else (),
        asked=_asked(whole, span, before),
    )


def _asked(whole: Reach, now: Span, before: Span) -> dict[str, tuple[Ratio, Ratio]]:
    """K52, K54: how the front line was served by the departments, and how it asked them."""
    codes = (REPLIES, WRITTEN)
    unit = whole.under
    today, yesterday = (_cells(whole, span, codes)[unit] for span in (now, before))
    return {code: (today[code], yesterday[code]) for code in codes}


def _cells(where: Reach, span: Span, columns: Sequence[str]) -> dict[int, dict[str, Ratio]]:
    cells: dict[int, dict[str, Ratio]] = {unit: {} for unit in where.units}
    for code in columns:
        definition = definitions.find(code)
        assert definition is not None, code
        for figure in queries.measure(definition, Question(reach=where, span=span)):
            cells[figure.unit][code] = figure.ratio
    return cells


_HOURLY = """
SELECT width_bucket(opened_at, %(bounds)s::timestamptz[]) AS hour, count(*)
FROM cases_fact
WHERE counted AND opened_at >= %(first)s AND opened_at < %(last)s AND opened_at <= %(as_of)s
  AND charged_unit_id IN (SELECT unnest(%(members)s::bigint[]))
GROUP BY 1"""


def _hours(where: Reach, span: Span) -> list[tuple[int, int, int | None]]:
    """每小时受理量 of the day and of the day before; hours to come have no number yet."""
    (part,) = span.parts
    days = [part.previous(), part]
    counted = _hourly(where, days, as_of=span.as_of)
    so_far = (span.as_of - part.start(where.zone)) // timedelta(hours=1)
    return [
        (hour, counted[days[0], hour], counted[days[1], hour] if hour <= so_far else None)
        for hour in range(24)
    ]


def _hourly(
    where: Reach, days: Sequence[Period], *, as_of: datetime
) -> Counter[tuple[Period, int]]:
    """Cases taken in by day and hour of the wall clock, all days in one look."""
    hours = [
        (day, day.start(where.zone) + timedelta(hours=n))
        for day in days
        for n in range((day.end(where.zone) - day.start(where.zone)) // timedelta(hours=1))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _HOURLY,
            {
                "bounds": [start for _day, start in hours],
                "first": hours[0][1],
                "last": days[-1].end(where.zone),
                "as_of": as_of,
                "members": list(where.members),
            },
        )
        counted: Counter[tuple[Period, int]] = Counter()
        for bucket, count in cursor.fetchall():
            day, start = hours[bucket - 1]
            counted[day, start.astimezone(where.zone).hour] += count
        return counted


_IN_HAND = """
SELECT holder_unit_id, count(*), min(due_at)
FROM kpi_open_fact
WHERE due_at < %(at)s AND charged_unit_id IN (SELECT unnest(%(members)s::bigint[]))
GROUP BY 1 ORDER BY 2 DESC, 3, 1 LIMIT %(most)s"""


def _holders(where: Reach, at: datetime) -> list[Holder]:
    """在途超时在谁手里, the most first."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_HAND, {"at": at, "members": list(where.members), "most": HOLDERS})
        return [Holder(*record) for record in cursor.fetchall()]
