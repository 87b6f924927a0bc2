"""Text files with one record a line: comma, tab, semicolon or bar; memory does not grow with size."""

from __future__ import annotations

import csv
import io
from collections import deque
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
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        row = 0
        while True:
            row += 1
            lines.taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                line = lines.told_again()
                yield row, line.split(delimiter), Problem("quotes", row, None, line)
                continue
            except FileRefused as refusal:
                raise FileRefused("line_long", row=row, params=refusal.problem.params) from None
            yield row, cells, None


class _Lines:
    """The lines of a text, remembering those of the record being read.

    A quotation mark that is never closed would swallow the rows below it: its own line alone is
    broken, and the lines after it are read again as rows of their own.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(limits.LINE)
        if not line:
            raise StopIteration
        if len(line) >= limits.LINE and line[-1] not in "\r\n":
            raise FileRefused("line_long", params={"limit": limits.LINE})
        self.taken.append(line)
        return line

    def told_again(self) -> str:
        """The first line of a broken record; the others come again."""
        first, *rest = self.taken
        self._again.extendleft(reversed(rest))
        return first.rstrip("\r\n")


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
