"""The rejects file: the rows that stayed out, as they were, with what is wrong; mend and feed back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Reading
from shouwen.platform.exchange.profiles.reading import text


class RejectsFile:
    """A CSV beside the batch, made at the first reject. Its own columns come last, so that the same
    profile reads the mended file; ``_row`` is the row number in the file that was imported."""

    OWN = ("_row", "_column", "_value", "_problem", "_remedy")

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self._width = path, len(columns)
        self._kept = [i for i, column in enumerate(columns) if column not in self.OWN]
        self._columns = [columns[i] for i in self._kept]
        self._file: IO[str] | None = None

    @property
    def name(self) -> str:
        return str(self.path) if self._file is not None else ""

    def add(self, reading: Reading) -> None:
        """One rejected row with its first problem's place and every problem's words."""
        problems = reading.problems
        cells = [text(cell) for cell in reading.row.cells]
        cells += [""] * (self._width - len(cells))
        self._writer().writerow(
            [
                *(cells[i] for i in self._kept),
                reading.row.number,
                " / ".join(dict.fromkeys(p.column or "" for p in problems)),
                " / ".join(dict.fromkeys(_shown(p) for p in problems)),
                " ".join(p.what() for p in problems),
                " ".join(dict.fromkeys(p.remedy() for p in problems)),
            ]
        )

    def _writer(self) -> Any:
        if self._file is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self.path.chmod(0o600)  # names and telephone numbers as the register has them
            self._csv = csv.writer(self._file)
            self._csv.writerow([*self._columns, *self.OWN])
        return self._csv

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _shown(problem: Problem) -> str:
    return problem.value or _("(empty)")
