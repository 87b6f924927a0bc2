"""The users a unit had in a period: what a figure "for each thousand users" divides by.

A row is a unit and a period. The number is that of the period's start and that of its end (or of
the reporting instant), added; whoever sums halves it. A unit whose first number came after the start
stands with that number on both ends.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from shouwen.domains.kpi.facts import AS_OF, PERIODS, USERS
from shouwen.domains.kpi.shaping import COLUMNS

_BLANK = ("number", "kind", "category", "channel", "state", "waiting_for", "stage")


def _in_force(users: ir.Table, at: ir.TimestampValue) -> list[ir.BooleanValue]:
    return [users.from_at <= at, users.until_at.isnull() | (users.until_at > at)]


def users() -> ir.Table:
    """平均用户数, twice: rows that stand in the denominator only."""
    periods = PERIODS.filter(PERIODS.start_at <= AS_OF)
    periods = periods.mutate(upto=ibis.least(periods.end_at, AS_OF))
    ends = USERS.join(periods, _in_force(USERS, periods.upto)).select(
        "unit_id", "period", "start_at", "upto", last=USERS.users
    )
    first = USERS.select(
        of="unit_id", first="users", from_at=USERS.from_at, until_at=USERS.until_at
    )
    both = ends.left_join(first, [ends.unit_id == first.of, *_in_force(first, ends.start_at)])
    return both.select(
        case_id=ibis.null("int64"),
        row_id=ibis.literal(0, "int64"),
        unit_id=both.unit_id,
        period=both.period,
        at=both.upto,
        counts=ibis.literal(True),
        hits=ibis.literal(False),
        amount=both["first"].fill_null(both["last"]) + both["last"],
        **{name: ibis.literal("") for name in _BLANK},
    ).select(*COLUMNS)
