"""The figures of a bulletin: every number is a list of rows, the number only says how many.

A sheet comes either from the facts (a draft) or from what was kept at the freeze; pages, files and
checks are made from it without knowing which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from shouwen.domains.bulletins.choices import (
    INSTALLATIONS,
    REPAIRS,
    STORED,
    Column,
    Part,
    Rate,
)
from shouwen.domains.kpi import definitions, queries, reach
from shouwen.domains.kpi.reach import Reach
from shouwen.kernel.periods import Grain, Period
from shouwen.kernel.ratios import Ratio, percentage_points, ranks

RANKED_FROM = 30
"""Units with fewer cases fallen due are listed without a rank (样本不足不排名)."""

Ids = tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One row of the first table: for each column the ids behind its number."""

    cells: Mapping[Column, Ids]

    def ids(self, column: Column) -> Ids:
        if column is Column.CREATED:
            return tuple(
                sorted(
                    one
                    for part in (Column.INSTALL, Column.REPAIR, Column.OTHER)
                    for one in self.cells[part]
                )
            )
        return self.cells.get(column, ())

    def knows(self, column: Column) -> bool:
        """Whether it was counted when the sheet was kept."""
        return column is Column.CREATED or column in self.cells

    def value(self, column: Column) -> int:
        if column is Column.CREATED:
            return sum(
                len(self.cells[part]) for part in (Column.INSTALL, Column.REPAIR, Column.OTHER)
            )
        return len(self.ids(column))

    def rate(self, rate: Rate) -> Ratio:
        match rate:
            case Rate.ON_TIME:
                due = self.value(Column.DUE)
                return Ratio(due - self.value(Column.OVERDUE), due)
            case Rate.OVERDUE:
                return Ratio(self.value(Column.OVERDUE), self.value(Column.DUE))
            case Rate.URGE:
                return Ratio(self.value(Column.URGES), self.value(Column.CREATED))

    def rate_ids(self, rate: Rate) -> tuple[Ids, Ids]:
        """The rows in the numerator and in the denominator of a rate."""
        match rate:
            case Rate.ON_TIME:
                late = set(self.ids(Column.OVERDUE))
                due = self.ids(Column.DUE)
                return tuple(one for one in due if one not in late), due
            case Rate.OVERDUE:
                return self.ids(Column.OVERDUE), self.ids(Column.DUE)
            case Rate.URGE:
                return self.ids(Column.URGES), self.ids(Column.CREATED)


def added(lines: Iterable[Line]) -> Line:
    """合计: the rows of all lines together; rates divide the sums."""
    cells: dict[Column, list[int]] = defaultdict(list)
    for line in lines:
        for column, ids in line.cells.items():
            cells[column].extend(ids)
    return Line({column: tuple(sorted(ids)) for column, ids in cells.items()})


NO_ROWS = Line(dict.fromkeys(STORED, ()))


@dataclass(frozen=True)
class Sheet:
    """The first table: lines by unit for this and the period before, and the month so far."""

    unit: int
    period: Period
    as_of: datetime
    lines: Mapping[Part, Mapping[int, Line]] = field(repr=False)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What was counted: an older bulletin knows fewer columns."""
        known = {column for line in self.lines[Part.NOW].values() for column in line.cells}
        return tuple(column for column in STORED if column in known)

    @property
    def units(self) -> list[int]:
        return list(self.lines[Part.NOW])

    def line(self, unit: int, part: Part = Part.NOW) -> Line:
        return self.lines[part].get(unit, NO_ROWS)

    def total(self, part: Part = Part.NOW) -> Line:
        return added(self.lines[part].values())

    def ranks(self) -> dict[int, int | None]:
        """名次 by on-time rate; equal rates share a rank, small samples have none."""
        rates = [self.line(unit).rate(Rate.ON_TIME) for unit in self.units]
        places = ranks([r.percent() if r.denominator >= RANKED_FROM else None for r in rates])
        return dict(zip(self.units, places, strict=True))

    def change(self, rate: Rate, unit: int | None = None) -> Decimal | None:
        """Percentage points against the period before, of a unit or of the whole."""
        if unit is None:
            return percentage_points(self.total().rate(rate), self.total(Part.BEFORE).rate(rate))
        now, before = self.line(unit), self.line(unit, Part.BEFORE)
        return percentage_points(now.rate(rate), before.rate(rate))


def reckon(unit: int, period: Period, *, as_of: datetime) -> Sheet:
    """The sheet from the facts, as they stand at ``as_of``."""
    where = reach.by_unit(unit)
    so_far = Period(period.last.replace(day=1), period.last, Grain.MONTH)
    return Sheet(
        unit=unit,
        period=period,
        as_of=as_of,
        lines={
            Part.NOW: _lines(where, period, as_of),
            Part.BEFORE: _lines(where, period.previous(), as_of),
            Part.MONTH: _lines(where, so_far, as_of),
        },
    )


def _lines(where: Reach, period: Period, as_of: datetime) -> dict[int, Line]:
    cells: dict[int, dict[Column, list[int]]] = {
        unit: {column: [] for column in STORED} for unit in where.units
    }
    for unit, column, row in _rows(where, period, as_of):
        cells[unit][column].append(row)
    return {
        unit: Line({column: tuple(sorted(ids)) for column, ids in columns.items()})
        for unit, columns in cells.items()
        if unit != where.under or len(where.units) == 1 or any(columns.values())
    }


def _rows(where: Reach, period: Period, as_of: datetime) -> Iterable[tuple[int, Column, int]]:
    span = reach.over(period, as_of=as_of)
    for row in queries.listed(_defined("cases_created"), reach=where, span=span):
        yield row.unit, _kind_column(row.kind), row.id
        if row.kind == "complaint":
            yield row.unit, Column.COMPLAINTS, row.id
    for row in queries.listed(_defined("overdue_rate"), reach=where, span=span):
        yield row.unit, Column.DUE, row.id
        if row.hit:
            yield row.unit, Column.OVERDUE, row.id
    for row in queries.listed(_defined("urges"), reach=where, span=span):
        yield row.unit, Column.URGES, row.id
    for row in queries.listed(_defined("declarations"), reach=where, span=span):
        yield row.unit, Column.DECLARATIONS, row.id
    for row in queries.listed(_defined("dissatisfied"), reach=where, span=span):
        yield row.unit, Column.DISSATISFIED, row.id


def _kind_column(kind: str) -> Column:
    if kind in INSTALLATIONS:
        return Column.INSTALL
    return Column.REPAIR if kind in REPAIRS else Column.OTHER


def _defined(code: str) -> definitions.Definition:
    found = definitions.find(code)
    assert found is not None, code
    return found


@dataclass(frozen=True, kw_only=True)
class Correction:
    """更正: a number that would be another today, with the rows that came and went."""

    unit: int
    part: Part
    column: Column
    was: int
    would_be: int
    came: Ids
    went: Ids


def corrections(frozen: Sheet, today: Sheet) -> list[Correction]:
    """What late facts would change; the frozen sheet itself stays as it is."""
    found = []
    for unit in dict.fromkeys((*frozen.units, *today.units)):
        for column in frozen.columns:
            was, now = frozen.line(unit).ids(column), today.line(unit).ids(column)
            if was != now:
                found.append(
                    Correction(
                        unit=unit,
                        part=Part.NOW,
                        column=column,
                        was=len(was),
                        would_be=len(now),
                        came=tuple(sorted(set(now) - set(was))),
                        went=tuple(sorted(set(was) - set(now))),
                    )
                )
    return found
