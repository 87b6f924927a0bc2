"""The figure as one table for files and the API: a line per unit, person and reason."""

from __future__ import annotations

from collections.abc import Iterator

from shouwen.domains.blame.queries import Figures, Line

COLUMNS = (
    "table",
    "name",
    "working_seconds",
    "calendar_seconds",
    "charged_working_seconds",
    "charged_calendar_seconds",
    "matters",
)


def rows(found: Figures) -> Iterator[tuple[object, ...]]:
    """Every line of every table; each table adds up to the line ``total``."""
    yield _row("total", found.total)
    tables = {"unit": found.units, "person": found.people, "waiting_for": found.waits}
    for name, lines in {**tables, "reason": found.reasons}.items():
        for line in lines:
            yield _row(name, line)


def _row(table: str, line: Line) -> tuple[object, ...]:
    return (
        table,
        line.name,
        round(line.working, 6),
        round(line.calendar, 6),
        round(line.charged_working, 6),
        round(line.charged_calendar, 6),
        line.matters,
    )
