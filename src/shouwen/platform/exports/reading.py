"""What a program or a command reads about matters: counted against the day's quota before it is given out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.utils import timezone

from shouwen.platform.access.acting import Acting
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.exports.actions import read

Rows = TypeVar("Rows", bound=Sized)
Row = TypeVar("Row")
PAGE = 500
"""So many rows a command counts at a time."""


def within_quota(request: StaffRequest, rows: Rows) -> Rows:
    """These rows, once they fit into what is left of the day; else ``ReadsSpent`` (429)."""
    counted(request, len(rows))
    return rows


def counted(request: StaffRequest, rows: int) -> None:
    """So many rows go out with the answer, whatever its shape; or ``ReadsSpent`` (429)."""
    if rows:
        read(request.acting, rows=rows, at=timezone.now())


def page_by_page(acting: Acting | None, rows: Iterable[Row], *, at: datetime) -> Iterator[Row]:
    """命令行读取: each page is counted for whom ``--as`` names before it is written; the system reads freely."""
    if acting is None:
        yield from rows
        return
    waiting = iter(rows)
    while page := list(islice(waiting, PAGE)):
        read(acting, rows=len(page), at=at, via="cli")
        yield from page
