"""From a definition to SQL: Ibis as a compiler, Django's own cursor as the engine.

The text depends on the definition and the breakdown only, so it is compiled once in a process;
units, periods and the reporting instant are bound parameters. Golden texts are in the tests.
"""

from __future__ import annotations

import re
from functools import lru_cache

import ibis
from ibis.expr import types as ir

from shouwen.domains.kpi.choices import Charge, Shape
from shouwen.domains.kpi.counting import ASIDE, LISTED, ROWS
from shouwen.domains.kpi.definitions import BEST, Definition
from shouwen.domains.kpi.facts import HIT, UNITS

PREAMBLE = """\
WITH kpi_units(member, unit) AS (
  SELECT * FROM unnest(%(members)s::bigint[], %(units)s::bigint[])
), kpi_periods(period, start_at, end_at) AS (
  SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
)
"""
LISTED_COLUMNS = (
    "case_id",
    "number",
    "row_id",
    "unit",
    "unit_id",
    "period",
    "at",
    "hits",
    "amount",
    "kind",
)
"""What is told of a row: the unit it is reported under, and its own, which is charged."""
_MARK = re.compile(r"'@(\w+)'")


@lru_cache(maxsize=256)
def figures(definition: Definition, breakdown: tuple[str, ...], charge: Charge) -> str:
    """SQL that answers ``breakdown + (numerator, denominator[, raters | p50, p90, longest])``, in that order."""
    rows = _charged(ROWS[definition.id](charge))
    answer = rows.group_by(list(breakdown)).aggregate(**_measures(definition, rows))
    return _text(answer.order_by(list(breakdown)) if breakdown else answer)


@lru_cache(maxsize=256)
def listing(definition: Definition, charge: Charge) -> str:
    """SQL that lists the rows behind a figure: case, number, row, both units, period, at, hits, amount, kind."""
    return _list(_listed(definition, charge))


@lru_cache(maxsize=256)
def page(definition: Definition, charge: Charge) -> str:
    """The same rows, or those in the numerator or not in it (``hit``), from ``start`` on, ``most`` of them."""
    rows = _listed(definition, charge)
    text = _list(rows.filter(HIT.isnull() | (rows.hits == HIT)))
    return f"{text}\nOFFSET %(start)s LIMIT %(most)s"


@lru_cache(maxsize=256)
def tally(definition: Definition, charge: Charge) -> str:
    """SQL that counts the same rows: how many there are, how many of them stand in the numerator."""
    rows = _charged(_listed(definition, charge))
    rows = rows.filter(rows.counts)
    return _text(rows.aggregate(number=rows.count(), hits=rows.count(where=rows.hits)))


@lru_cache(maxsize=256)
def aside(definition: Definition, charge: Charge) -> str:
    """SQL that lists, in the same columns, what upheld appeals took out of a figure; blank if nothing can be."""
    rows = ASIDE.get(definition.id)
    return _list(rows(charge)) if rows else ""


def _listed(definition: Definition, charge: Charge) -> ir.Table:
    return LISTED.get(definition.id, ROWS[definition.id])(charge)


def _list(rows: ir.Table) -> str:
    rows = _charged(rows)
    rows = rows.filter(rows.counts)
    return _text(rows.select(*LISTED_COLUMNS).order_by("period", "at", "row_id"))


def _charged(rows: ir.Table) -> ir.Table:
    """Rows under the reported unit; what lies outside the units asked for falls away."""
    return rows.join(UNITS, rows.unit_id == UNITS.member)


def _measures(definition: Definition, rows: ir.Table) -> dict[str, ir.Value]:
    match definition.shape:
        case Shape.RATE | Shape.STOCK:
            return {
                "numerator": rows.count(where=rows.hits),
                "denominator": rows.count(where=rows.counts),
            }
        case Shape.COUNT:
            return {"numerator": rows.count(), "denominator": rows.count()}
        case Shape.SCORE:
            return {
                "numerator": rows.amount.sum().fill_null(0),
                "denominator": rows.count() * BEST,
                "raters": rows.who.nunique(),
            }
        case Shape.PER_MILLE:
            twice = rows.amount.sum(where=rows.counts).fill_null(0)
            return {
                "numerator": rows.count(where=rows.hits),
                "denominator": ((twice + 1) // 2).cast("int64"),
            }
        case Shape.HOURS:
            return {
                "numerator": rows.amount.sum().fill_null(0),
                "denominator": rows.case_id.nunique(),
            }
        case Shape.MEAN:
            return {
                "numerator": rows.amount.sum().fill_null(0),
                "denominator": rows.count(),
                "p50": rows.amount.quantile(0.5),
                "p90": rows.amount.quantile(0.9),
                "longest": rows.amount.max(),
            }


def _text(expression: ir.Table) -> str:
    text = str(ibis.to_sql(expression, dialect="postgres"))
    return PREAMBLE + _MARK.sub(r"%(\1)s", text.replace("%", "%%"))
