"""看列: the first rows of a file, column by column, with what their values look like."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from shouwen.domains.profiles import headers, looks
from shouwen.domains.profiles.choices import Look
from shouwen.platform.exchange.profiles.reading import text
from shouwen.platform.exchange.reading import Table

LOOKED_AT = 2_000
"""Rows that are looked at; the trial reads the whole file."""
TOP, NEARLY = 10, 0.6
"""Headers are looked for in so many rows; a row that is so full may be them."""
SAMPLES, LONGEST_WORD, MOST_WORDS = 3, 60, 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its name, some of its values, the words that repeat in it, its look."""

    name: str
    samples: tuple[str, ...]
    words: tuple[str, ...]
    look: Look
    formats: tuple[str, ...]
    filled: int
    rows: int
    distinct: int

    @property
    def id(self) -> str:
        """By which inputs of a page name the column."""
        return mark(self.name)

    @property
    def names_rows(self) -> bool:
        """Whether each row looked at has a value of its own here."""
        return 0 < self.rows == self.filled == self.distinct


def mark(word: str) -> str:
    """A word as the name of an input."""
    return hashlib.blake2b(word.encode(), digest_size=6).hexdigest()


def header_row(table: Table) -> int:
    """The row that most likely holds the headers: the first that is nearly as full as the fullest of the top."""
    top = [(table.header_row, sum(not name.startswith("column ") for name in table.columns))]
    top += [(row.number, sum(map(bool, row.cells))) for row in islice(table.rows(), TOP)]
    fullest = max(count for _number, count in top)
    return next(number for number, count in top if count >= NEARLY * fullest)


def seen(table: Table) -> list[Column]:
    """The columns of a table by its first rows."""
    rows = [row for row in islice(table.rows(), LOOKED_AT) if row.problem is None]
    return [
        _column(name, [text(row.cells[place]).strip() for row in rows])
        for place, name in enumerate(table.columns)
    ]


def _column(name: str, cells: list[str]) -> Column:
    values = [cell for cell in cells if cell]
    counted = Counter(values)
    listed = len(counted) <= MOST_WORDS and all(len(word) <= LONGEST_WORD for word in counted)
    bare = headers.timely(name)
    formats = looks.formats(values, bare=bare)
    return Column(
        name=name,
        samples=tuple(islice(counted, SAMPLES)),
        words=tuple(word for word, _count in counted.most_common()) if listed else (),
        look=Look.TIME if formats and bare else looks.look(values, rows=len(cells)),
        formats=formats,
        filled=len(values),
        rows=len(cells),
        distinct=len(counted),
    )
