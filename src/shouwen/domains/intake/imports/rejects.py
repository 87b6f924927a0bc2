"""The rejects file: the rows that stayed out, as they were, with what is wrong; mend and feed back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.profiles.reading import text


class RejectsFile:
    """A CSV beside the batch, made at the first reject. Its own columns come last, so that the same
    profile reads the mended file; ``_row`` is the row number in the file that was imported."""

    OWN = ("_row", "_column", "_value", "_problem", "_remedy")

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self._columns = path, columns
        self._file: IO[str] | None = None

    @property
    def name(self) -> str:
        return str(self.path) if self._file is not None else ""

    def add(self, reading: Reading) -> None:
        """One rejected row with its first problem's place and every problem's words."""
        problems = reading.problems
        cells = [text(cell) for cell in reading.row.cells]
        cells = [*cells, *[""] * (len(self._columns) - len(cells))][: len(self._columns)]
        self._writer().writerow(
            [
                *cells,
                reading.row.number,
                " / ".join(dict.fromkeys(p.column or "" for p in problems)),
                " / ".join(dict.fromkeys(_shown(p) for p in problems)),
                " ".join(p.what() for p in problems),
                " ".join(dict.fromkeys(p.remedy() for p in problems)),
            ]
        )

    def _writer(self) -> csv._writer:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._csv = csv.writer(self._file)
            self._csv.writerow([*(c for c in self._columns if c not in self.OWN), *self.OWN])
        return self._csv

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _shown(problem: Problem) -> str:
    return problem.value or _("(empty)")
