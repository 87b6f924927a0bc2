"""What the rows behind every figure look like, whatever they count.

Every figure yields rows, one a counted thing, with the columns of ``COLUMNS``; figures sum them, a
drill-down lists them, so that a number and its list cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.facts import period_of

Rows = Callable[[Charge], ir.Table]

Sort = Callable[[ir.Table, ir.Table, str], ir.Table]
"""Of rows and what is excluded, matched by a column: those that count, or those set aside."""

COLUMNS = (
    "case_id",
    "number",
    "row_id",  # the thing itself: the case, or the urge, or the rating
    "unit_id",  # to whose charge
    "period",
    "at",  # when it counted
    "counts",  # stands in the denominator
    "hits",  # stands in the numerator
    "amount",  # for sums: seconds
    "kind",
    "category",
    "channel",
    "state",
    "waiting_for",
    "stage",
)


def _unit(matters: ir.Table, charge: Charge) -> ir.IntegerValue:
    return matters.owner_unit_id if charge is Charge.OWNER else matters.charged_unit_id


def rows_of(
    matters: ir.Table,
    *,
    charge: Charge,
    at: ir.TimestampValue,
    hits: ir.BooleanValue | None = None,
    counts: ir.BooleanValue | None = None,
    amount: ir.IntegerValue | None = None,
    row_id: ir.IntegerValue | None = None,
    unit: ir.IntegerValue | None = None,
    period: ir.IntegerValue | None = None,
    waiting_for: ir.StringValue | None = None,
    stage: ir.StringValue | None = None,
    **more: ir.Value,
) -> ir.Table:
    """These matters as rows: all of them counted and hit unless told otherwise."""
    true, nothing = ibis.literal(True), ibis.literal("")
    return matters.select(
        case_id=matters.case_id,
        number=matters.number,
        row_id=matters.case_id if row_id is None else row_id,
        unit_id=_unit(matters, charge) if unit is None else unit,
        period=period_of(at) if period is None else period,
        at=at,
        counts=true if counts is None else counts,
        hits=true if hits is None else hits,
        amount=ibis.literal(0, "int64") if amount is None else amount,
        kind=matters.kind,
        category=matters.category,
        channel=matters.channel,
        state=matters.state,
        waiting_for=nothing if waiting_for is None else waiting_for,
        stage=nothing if stage is None else stage,
        **more,
    )
