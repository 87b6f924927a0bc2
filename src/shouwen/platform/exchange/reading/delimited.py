"""Text files with one record a line: comma, tab, semicolon or bar; memory does not grow with size."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.reading import limits
from shouwen.platform.exchange.reading.encodings import Encoding

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 50
csv.field_size_limit(limits.LINE)
Record = tuple[int, list[str], Problem | None]


def records(opens: Callable[[], IO[bytes]], encoding: Encoding, delimiter: str) -> Iterator[Record]:
    """Every record with its row number; one that cannot be split carries its problem."""
    errors = "replace" if encoding.dirty else "strict"
    with io.TextIOWrapper(opens(), encoding.name, errors, newline="") as text:
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        row = 0
        while True:
            row += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield row, [], Problem("quotes", row)
                continue
            except FileRefused as refusal:
                raise FileRefused("line_long", row=row, params=refusal.problem.params) from None
            yield row, cells, None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(limits.LINE):
        if len(line) >= limits.LINE and line[-1] not in "\r\n":
            raise FileRefused("line_long", params={"limit": limits.LINE})
        yield line


def sniff(opens: Callable[[], IO[bytes]], encoding: Encoding, wanted: Sequence[str]) -> str:
    """The separator under which the wanted columns appear, else the one that cuts most evenly."""
    best, best_rank = ",", (-1, -1, -1)
    for delimiter in DELIMITERS:
        head: list[list[str]] = []
        for _row, cells, problem in records(opens, encoding, delimiter):
            if problem is None and cells:
                head.append(cells)
            if len(head) >= SNIFFED:
                break
        if not head:
            continue
        names = {cell.strip("\ufeff \t") for cell in head[0]}
        width = len(head[0])
        even = sum(len(cells) == width for cells in head) if width > 1 else 0
        rank = (sum(name in names for name in wanted), even, width)
        if rank > best_rank:
            best, best_rank = delimiter, rank
    return best
