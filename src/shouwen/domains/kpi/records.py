"""Figures and their rows as records: what the command, the API and a file give out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from shouwen.domains.kpi import queries
from shouwen.domains.kpi.definitions import Definition
from shouwen.domains.kpi.queries import Figure
from shouwen.domains.kpi.reach import Question, Reach
from shouwen.platform.org import queries as org

COLUMNS = (
    "kpi",
    "unit",
    "period",
    "case",
    "number",
    "kind",
    "at",
    "numerator",
    "row",
    "amount",
)
"""The columns of a file of rows."""


def as_row(figure: Figure, unit: str) -> dict[str, Any]:
    """One figure as the command and the API write it; seconds in P50, P90 and max."""
    row: dict[str, Any] = {
        "kpi": figure.definition.id,
        "name": figure.definition.code,
        "unit": unit,
        "period": figure.period,
        **figure.keys,
        "numerator": figure.ratio.numerator,
        "denominator": figure.ratio.denominator,
        "value": figure.value,
    }
    if figure.raters is not None:
        row["raters"] = figure.raters
    if figure.spread:
        row |= dict(zip(("p50", "p90", "max"), figure.spread, strict=True))
    return row


def drilled(wanted: Iterable[Definition], question: Question) -> Iterator[dict[str, Any]]:
    """One record a row of the denominator, with the case (or the request) by its number."""
    where = question.reach
    for definition in wanted:
        found = queries.listed(definition, reach=where, span=question.span, charge=question.charge)
        yield from as_lines(definition, found, where)


def as_lines(
    definition: Definition, rows: Iterable[queries.Row], where: Reach
) -> Iterator[dict[str, Any]]:
    codes = org.codes([*where.units, where.under])
    for row in rows:
        yield _line(definition, row, where, codes)


def _line(
    definition: Definition, row: queries.Row, where: Reach, codes: dict[int, str]
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "kpi": definition.id,
        "unit": codes[row.unit],
        "period": row.period,
        "case": row.case,
        "number": row.number,
        "kind": row.kind,
        "at": row.at.astimezone(where.zone).isoformat(),
        "numerator": row.hit,
    }
    if row.id != row.case:
        line["row"] = row.id
    if row.amount:
        line["amount"] = row.amount
    return line


def as_table(
    definition: Definition, rows: Iterable[queries.Row], where: Reach
) -> Iterator[tuple[Any, ...]]:
    """Rows for a file: numbers, codes and times, nobody's words."""
    for line in as_lines(definition, rows, where):
        yield tuple(line.get(name) for name in COLUMNS)
