"""Appeals as a file: one row an appeal, without the words of the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from shouwen.domains.appeals.queries import Line

COLUMNS = (
    _("Number"),
    _("About"),
    _("Charged to"),
    _("Person charged"),
    _("Ground"),
    _("On what it rests"),
    _("Appealed at"),
    _("Appealed by"),
    _("To be decided by"),
    _("Decision on the appeal"),
    _("Decided at"),
    _("Decided by"),
    _("Reason of the decision"),
)


def rows(found: Iterable[Line]) -> list[tuple[str, ...]]:
    return [_row(line) for line in found]


def _row(line: Line) -> tuple[str, ...]:
    row, ended = line.row, line.row.ended
    return (
        row.case.number,
        str(row.get_about_display()),
        line.unit,
        line.person,
        str(row.get_ground_display()),
        line.why,
        _time(row.at),
        line.by,
        _time(row.due_at),
        line.tag[0],
        _time(ended.at) if ended else "",
        line.decided_by,
        line.because,
    )


def _time(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"
