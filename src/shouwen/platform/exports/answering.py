"""A file as the answer of a page: counted and marked, or refused with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.exports.actions import Mark, take
from shouwen.platform.exports.errors import QuotaSpent

TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def as_file(
    request: StaffRequest,
    what: str,
    form: str,
    *,
    name: str,
    rows: int,
    scope: str,
    at: datetime,
    write: Callable[[Mark], bytes],
) -> HttpResponse:
    """On a page: what does not fit into the day is said there, with what can be done about it."""
    try:
        return marked(request, what, form, name=name, rows=rows, scope=scope, at=at, write=write)
    except QuotaSpent as refusal:
        return render(request, "exports/refused.html", {"refusal": refusal}, status=409)


def marked(
    request: StaffRequest,
    what: str,
    form: str,
    *,
    name: str,
    rows: int,
    scope: str,
    at: datetime,
    write: Callable[[Mark], bytes],
) -> HttpResponse:
    """``write`` makes the file with its mark; it is asked only when the quota holds the rows."""
    mark = take(request.acting, what, form, rows=rows, scope=scope, at=at)
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        write(mark), content_type=TYPES[form], headers={"Content-Disposition": disposition}
    )
