"""One table to read: its columns and its rows, the same for a 2 GB text file and a spreadsheet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.reading import containers, delimited, encodings, limits, sheets

Cell = str | datetime
FIRST = 4 * limits.LINE + 4
"""Bytes in which the longest line must have ended, in any encoding."""


class Row(NamedTuple):
    """A row of the file. ``number`` counts the header as row 1; ``problem`` makes it unreadable."""

    number: int
    cells: Sequence[Cell]
    problem: Problem | None = None


@dataclass(frozen=True)
class Table:
    """A file opened as a table. ``rows()`` starts again from the top each time."""

    columns: tuple[str, ...]
    kind: str
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    notes: tuple[Problem, ...]
    file_hash: bytes
    _records: Callable[[], Iterable[tuple[int, Sequence[Cell], Problem | None]]]
    _checks: frozenset[str]
    header_row: int
    _keep: object = None

    def rows(self) -> Iterator[Row]:
        """Every row below the header that is not blank, in file order."""
        width = len(self.columns)
        marks = tuple(self._checks)
        for number, cells, problem in self._records():
            if number <= self.header_row:
                continue
            if problem is None:
                if not any(cells):
                    continue
                if len(cells) != width:
                    cells, problem = self._fit(number, cells, width)
                if marks and problem is None:
                    problem = self._strange(number, cells)
            elif problem.code in ("formula_value", "formula_error"):
                problem = self._named(problem)
            yield Row(number, cells, problem)

    def _fit(
        self, number: int, cells: Sequence[Cell], width: int
    ) -> tuple[Sequence[Cell], Problem | None]:
        """Trailing blanks are dropped; a spreadsheet's missing ones are blank."""
        if len(cells) > width and not any(cells[width:]):
            return cells[:width], None
        if len(cells) < width and self.kind != "text":
            return [*cells, *[""] * (width - len(cells))], None
        params = {"count": len(cells), "expected": width}
        shown = " ".join(str(cell) for cell in cells)
        return cells, Problem("width", number, None, shown, params)

    def _strange(self, number: int, cells: Sequence[Cell]) -> Problem | None:
        for name, cell in zip(self.columns, cells, strict=True):
            if isinstance(cell, datetime):
                continue
            if "\0" in cell:
                return Problem("nul", number, name, cell)
            if "\ufffd" in cell and "bytes" in self._checks:
                return Problem("bad_bytes", number, name, cell, {"encoding": self.encoding})
            if "formula" in self._checks and cell[:1] == "#" and sheets.ERRORS.fullmatch(cell):
                return Problem("formula_error", number, name, cell)
        return None

    def _named(self, problem: Problem) -> Problem:
        for index, name in enumerate(self.columns):
            if sheets.letters(index) == problem.column:
                return Problem(problem.code, problem.row, name, problem.value, problem.params)
        return problem


def open_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int = 1,
    wanted: Sequence[str] = (),
) -> Table:
    """Open a file of any supported kind; raises FileRefused with the reason and the remedy.

    ``wanted`` are column names that help to choose the separator of a text file.
    """
    content = containers.content_of(path)
    if content.kind == "text":
        return _text(content, path, encoding, delimiter, header_row, wanted)
    if content.path is None:  # pragma: no cover - a spreadsheet always lies on disk
        raise FileRefused("empty")
    book = sheets.open_book(content.path, content.kind, sheet)
    columns = _columns(book.records(), header_row)
    notes = tuple(_merged_note(start, end) for start, end in book.merged()[:100])
    checks = frozenset({"nul", "formula"})
    return Table(
        columns, content.kind, "", "", book.sheet, tuple(book.sheets), notes, _digest(path),
        book.records, checks, header_row, (content.keep, book),
    )  # fmt: skip


def _text(
    content: containers.Content,
    path: Path,
    encoding: str | None,
    delimiter: str | None,
    header_row: int,
    wanted: Sequence[str],
) -> Table:
    opens = content.opens
    _first_line(opens)
    found = encodings.named(encoding, opens) if encoding else encodings.detected(opens)
    chosen = delimiter or delimited.sniff(opens, found, wanted)
    checks = {name for name, on in (("nul", found.nul), ("bytes", found.dirty)) if on}

    def again() -> Iterator[delimited.Record]:
        return delimited.records(opens, found, chosen)

    columns = _columns(again(), header_row)
    return Table(
        columns, "text", found.name.removesuffix("-sig"), chosen, "", (), (), _digest(path), again, frozenset(checks), header_row, content.keep,
    )  # fmt: skip


def _first_line(opens: Callable[[], IO[bytes]]) -> None:
    """Refuse what has no line end where one must have come, before all of it is read."""
    with opens() as stream:
        head = stream.read(FIRST)
    if len(head) == FIRST and not any(mark in head for mark in (b"\n", b"\r", b"\0")):
        raise FileRefused("line_long", row=1, params={"limit": limits.LINE})


def _columns(
    records: Iterable[tuple[int, Sequence[Cell], Problem | None]], header_row: int
) -> tuple[str, ...]:
    """The names in the header row; an empty one is called by its place, a doubled one numbered."""
    for number, cells, problem in records:
        if number < header_row:
            continue
        if problem is not None:
            raise FileRefused(problem.code, row=number)
        names = [str(cell).strip("\ufeff \t\r\n\u3000") for cell in cells]
        while names and not names[-1]:
            names.pop()
        if len(names) > limits.COLUMNS:
            raise FileRefused(
                "columns_many", row=number, params={"count": len(names), "limit": limits.COLUMNS}
            )
        if names:
            return _distinct(names)
    raise FileRefused("empty")


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    result = []
    for index, name in enumerate(names):
        name = name or f"column {sheets.letters(index)}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def _merged_note(start: tuple[int, int], end: tuple[int, int]) -> Problem:
    where = f"{sheets.letters(start[1])}{start[0] + 1}:{sheets.letters(end[1])}{end[0] + 1}"
    return Problem("merged", params={"range": where})


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
