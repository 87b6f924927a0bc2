"""A profile bound to a table: each row becomes fields, or problems that say what to mend."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import islice
from typing import Any

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import dates
from shouwen.platform.exchange.profiles.cleaning import cleaner
from shouwen.platform.exchange.profiles.spec import Field, Profile, Rule
from shouwen.platform.exchange.reading import Row, Table

REMEMBERED = 20_000
"""Cells whose reading is remembered per column (departments, types, channels repeat)."""
KEY = 200
SHORT = 60
"""Longer cells are not worth remembering."""
EXTRA_LIMIT = 2_000
EXTRA = Field(limit=EXTRA_LIMIT)
Cell = str | datetime
Found = tuple[Any, str | None]
"""A value and the code of what is wrong with it (``date_null`` is a warning, all others reject)."""
WARNINGS = frozenset({"date_null"})
TIMED = ("moment", "day")


@dataclass(slots=True)
class Reading:
    """One row as fields. With problems it is rejected; with warnings it goes in."""

    row: Row
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    binding: Binding | None = None

    def problem(
        self, code: str, name: str, params: Mapping[str, str | int] | None = None
    ) -> Problem:
        """What is wrong with a field, at its column and with its cell as the file has it."""
        column = self.binding.by_name.get(name) if self.binding else None
        if column is None:
            value = str(self.values.get(name) or "")
            return Problem(code, self.row.number, name, value, params or {})
        value = text(column.raw(self.row.cells))
        return Problem(code, self.row.number, column.label, value, params or {})


class Column:
    """One rule bound to its columns; calling it reads its field from the cells of a row."""

    def __init__(self, name: str, rule: Rule, described: Field, profile: Profile, table: Table):
        self.name, self.rule, self.described = name, rule, described
        self.places = tuple(_place(table, column) for column in rule.columns)
        self.label = " + ".join(rule.columns) or name
        self.formats = [dates.reader(f) for f in rule.dates] if described.type in TIMED else []
        self.failed = [0] * len(self.formats)
        self.format = 0
        self.no_date = profile.no_date
        self.local = dates.Localiser(rule.zone or profile.zone)
        self._clean = cleaner(rule.clean)
        remembers = described.type not in TIMED and (described.limit or 0) <= EXTRA_LIMIT
        self.seen: dict[Any, Found] | None = {} if remembers else None
        self.place = self.places[0] if rule.how == "column" else None

    def raw(self, cells: Sequence[Cell]) -> Cell:
        if self.rule.how == "constant":
            return self.rule.constant
        if self.rule.how == "column":
            return cells[self.places[0]]
        if self.rule.how == "marked":
            return next(
                (
                    c
                    for c, i in zip(self.rule.columns, self.places, strict=True)
                    if self._some(cells[i])
                ),
                "",
            )
        parts = (self._clean(text(cells[i])) for i in self.places)
        return self.rule.join.join(p for p in parts if p and p not in self.rule.missing)

    def _some(self, cell: Cell) -> bool:
        value = self._clean(text(cell))
        return bool(value) and value not in self.rule.missing

    def survey(self, cells: Sequence[Cell]) -> None:
        """First pass: count, for the whole column, the cells that each format cannot read."""
        cell = self.raw(cells)
        if isinstance(cell, datetime):
            return
        cell = self._clean(cell)
        if cell and cell not in self.rule.missing:
            for index, reads in enumerate(self.formats):
                if reads(cell) is None:
                    self.failed[index] += 1

    def settle(self) -> None:
        """One format for the whole column: the first one with the fewest unreadable cells."""
        if self.failed:
            self.format = self.failed.index(min(self.failed))

    def read(self, cell: Cell) -> Found:
        """The value of a cell; what is wrong with it if anything is."""
        found = self._read(cell)
        seen = self.seen
        short = isinstance(cell, str) and len(cell) <= SHORT
        if seen is not None and short and len(seen) < REMEMBERED:
            seen[cell] = found
        return found

    def _read(self, cell: Cell) -> Found:
        if self.described.type in TIMED:
            return self._moment(cell)
        value = self._clean(text(cell))
        if not value or value in self.rule.missing:
            value = self.rule.default or ""
        elif self.rule.table is not None:
            if value in self.rule.table:
                value = self.rule.table[value]
            elif self.rule.otherwise is None:
                return None, "lookup"
            else:
                value = self.rule.otherwise
        if not value:
            return None, "required" if self.described.required else None
        return self._typed(self.rule.prefix + value)

    def _typed(self, value: str) -> Found:
        described = self.described
        if described.type == "whole":
            if not (value.isascii() and value.isdigit() and len(value) <= 9):
                return None, "integer"
            return int(value), None
        if described.choices and value not in described.choices:
            return None, "choice"
        if described.limit and len(value) > described.limit:
            return None, "too_long"
        return value, None

    def _moment(self, cell: Cell) -> Found:
        if isinstance(cell, datetime):
            local: datetime | None = cell
        else:
            cell = self._clean(cell)
            if not cell or cell in self.rule.missing:
                return None, "required" if self.described.required else None
            local = self.formats[self.format](cell)
        if local is None:
            return None, "date"
        if local.date().isoformat() in self.no_date:
            return None, "required" if self.described.required else "date_null"
        if self.described.type == "day":
            return local.date(), None
        if self.rule.end_of_day:
            local = datetime.combine(local.date(), time(23, 59, 59), local.tzinfo)
        instant = self.local.instant(local)
        return (instant, None) if instant is not None else (None, "local_time")

    def problem(self, code: str, row: int, cells: Sequence[Cell]) -> Problem:
        """The sentence's parameters are made only for the few rows that need them."""
        value = text(self.raw(cells))
        params: dict[str, str | int] = {"field": self.name}
        if code == "date":
            params["formats"] = " / ".join(self.rule.dates)
        elif code == "local_time":
            params["zone"] = str(self.rule.zone)
        elif code == "lookup":
            params["table"] = self.rule.table_name
        elif code == "choice":
            params["choices"] = ", ".join(sorted(self.described.choices))
        elif code == "too_long":
            params |= {"count": len(value), "limit": self.described.limit or 0}
        return Problem(code, row, self.label, value, params)


class Binding:
    """A profile applied to one table, in two passes: survey the dates, then read the rows."""

    def __init__(self, profile: Profile, table: Table) -> None:
        self.profile, self.table = profile, table
        self.key = tuple(_place(table, column) for column in profile.key)
        self.fields = [
            Column(name, rule, profile.shape.fields[name], profile, table)
            for name, rule in profile.rules.items()
        ]
        self.extra = [
            Column(name, rule, EXTRA, profile, table) for name, rule in profile.extra.items()
        ]
        self.by_name = {column.name: column for column in self.fields}
        self._no_key = (
            frozenset().union(*(c.rule.missing for c in self.fields))
            if self.fields
            else frozenset[str]()
        )

    def survey(self, each: Callable[[Row], None] | None = None, *, most: int | None = None) -> int:
        """First pass: settle the date formats and count the rows; ``each`` sees every row.

        ``most``: look at so many rows only.
        """
        moments = [c for c in self.fields if len(c.formats) > 1]
        count = 0
        for row in islice(self.table.rows(), most):
            count += 1
            if row.problem is None:
                for column in moments:
                    column.survey(row.cells)
            if each is not None:
                each(row)
        for column in moments:
            column.settle()
        return count

    def formats(self) -> dict[str, str]:
        """The date format that was settled on for each time column."""
        return {c.label: c.rule.dates[c.format] for c in self.fields if c.formats and c.places}

    def readings(self) -> Iterator[Reading]:
        """Second pass: every row as a Reading, in file order."""
        for row in self.table.rows():
            yield self.read(row)

    def read(self, row: Row) -> Reading:
        reading = Reading(row, binding=self)
        if row.problem is not None:
            reading.problems.append(row.problem)
            return reading
        cells, values = row.cells, reading.values
        reading.key = self._key(row, reading)
        for column in self.fields:
            place, seen = column.place, column.seen
            cell = column.raw(cells) if place is None else cells[place]
            value, code = (seen.get(cell) if seen else None) or column.read(cell)
            values[column.name] = value
            if code is not None:
                where = reading.warnings if code in WARNINGS else reading.problems
                where.append(column.problem(code, row.number, cells))
        for column in self.extra:
            place, seen = column.place, column.seen
            cell = column.raw(cells) if place is None else cells[place]
            value, code = (seen.get(cell) if seen else None) or column.read(cell)
            if value is not None:
                reading.extra[column.name] = value
            elif code is not None:
                reading.problems.append(column.problem(code, row.number, cells))
        return reading

    def _key(self, row: Row, reading: Reading) -> str:
        if self.profile.by_content:
            return content_hash(row.cells)
        parts = [text(row.cells[place]).strip() for place in self.key]
        if not any(part and part not in self._no_key for part in parts):
            columns = " + ".join(self.profile.key)
            reading.problems.append(Problem("key_empty", row.number, columns, columns))
        return joined_key(parts)


def joined_key(parts: Sequence[str]) -> str:
    """Several key columns as one text; a very long one ends in its digest."""
    key = parts[0] if len(parts) == 1 else "|".join(p.replace("|", "\\|") for p in parts)
    if len(key) <= KEY:
        return key
    return f"{key[: KEY - 25]}#{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"


def content_hash(cells: Sequence[Cell]) -> str:
    """The key of a row that has none: what is written in it."""
    joined = "\x1f".join(text(cell).strip() for cell in cells)
    return hashlib.blake2b(joined.encode(), digest_size=12).hexdigest()


def text(cell: Cell) -> str:
    """A cell as text; a spreadsheet's date as ISO."""
    if isinstance(cell, str):
        return cell
    midnight = cell.time() == time(0)
    return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")


def _place(table: Table, column: str) -> int:
    if column in table.columns:
        return table.columns.index(column)
    shown = ", ".join(table.columns[:30]) + (" …" if len(table.columns) > 30 else "")
    raise FileRefused("column_missing", value=column, params={"columns": shown})
