"""A page of the API about matters: counted against the day's quota before it is answered."""

from __future__ import annotations

from collections.abc import Sized
from typing import TypeVar

from django.utils import timezone

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.exports.actions import read

Rows = TypeVar("Rows", bound=Sized)


def within_quota(request: StaffRequest, rows: Rows) -> Rows:
    """These rows, once they fit into what is left of the day; else ``ReadsSpent`` (429)."""
    if rows:
        read(request.acting, rows=len(rows), at=timezone.now())
    return rows
