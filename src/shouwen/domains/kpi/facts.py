"""The facts figures are made of, as unbound tables: each is a documented SQL view of its owner app.

``cases_fact`` one row a case · ``cases_urge_fact`` one row an urge · ``cases_declaration_fact`` one
row a declaration · ``kpi_rating_fact`` one row a judgement by a customer · ``kpi_open_fact`` one row an unfinished case with a due time ·
``kpi_hold_fact`` one row a stretch in which one unit had the matter · ``asks_request_fact`` one row an
internal request · ``kpi_answer_fact`` one row an answer the front line rated · ``kpi_users_fact`` one row a
stretch in which a unit had so many users ·
``appeals_excluded_fact`` one row a late verdict or evaluation that an upheld appeal took out of the figures.
``kpi_units`` and ``kpi_periods`` are relations that every question brings along: which unit is
reported under which, and the periods asked for, already instants of the zone reported on.
"""

from __future__ import annotations

import ibis
from ibis.expr import datatypes as dt
from ibis.expr import types as ir

INSTANT = "timestamp('UTC')"

CASES = ibis.table(
    {
        "case_id": "int64",
        "number": "string",
        "kind": "string",
        "category": "string",
        "channel": "string",
        "state": "string",
        "opened_at": INSTANT,
        "finished_at": INSTANT,
        "closed_at": INSTANT,
        "due_at": INSTANT,
        "first_response_due_at": INSTANT,
        "first_response_at": INSTANT,
        "owner_unit_id": "int64",
        "handler_unit_id": "int64",
        "charged_unit_id": "int64",
        "counted": "boolean",
    },
    name="cases_fact",
)
URGES = ibis.table(
    {
        "urge_id": "int64",
        "case_id": "int64",
        "at": INSTANT,
        "charged_unit_id": "int64",
        "counted": "boolean",
    },
    name="cases_urge_fact",
)
DECLARATIONS = ibis.table(
    {
        "declaration_id": "int64",
        "case_id": "int64",
        "at": INSTANT,
        "charged_unit_id": "int64",
        "counted": "boolean",
    },
    name="cases_declaration_fact",
)
REWORKS = ibis.table(
    {
        "rework_id": "int64",
        "case_id": "int64",
        "instance": "int16",
        "at": INSTANT,
        "charged_unit_id": "int64",
        "rating_id": "int64",
    },
    name="cases_rework_fact",
)
RATINGS = ibis.table(
    {"rating_id": "int64", "case_id": "int64", "at": INSTANT, "score": "int16"},
    name="kpi_rating_fact",
)
HOLDS = ibis.table(
    {
        "case_id": "int64",
        "unit_id": "int64",
        "waiting_for": "string",
        "stage": "string",
        "from_at": INSTANT,
        "to_at": INSTANT,
    },
    name="kpi_hold_fact",
)
OPEN = ibis.table(
    {
        "case_id": "int64",
        "number": "string",
        "kind": "string",
        "category": "string",
        "channel": "string",
        "state": "string",
        "opened_at": INSTANT,
        "due_at": INSTANT,
        "owner_unit_id": "int64",
        "charged_unit_id": "int64",
        "waiting_for": "string",
    },
    name="kpi_open_fact",
)
_REQUEST = {
    "request_id": "int64",
    "number": "string",
    "case_id": "int64",
    "kind": "string",
    "made_by": "string",
    "state": "string",
    "asking_unit_id": "int64",
    "charged_unit_id": "int64",
}
REQUESTS = ibis.table(
    {
        **_REQUEST,
        "waiting": "boolean",
        "outcome": "string",
        "asked_at": INSTANT,
        "counts_at": INSTANT,
        "in_time": "boolean",
        "counted": "boolean",
    },
    name="asks_request_fact",
)
ANSWERS = ibis.table(
    {**_REQUEST, "at": INSTANT, "score": "int16", "staff_id": "int64"},
    name="kpi_answer_fact",
)
USERS = ibis.table(
    {"unit_id": "int64", "users": "int64", "from_at": INSTANT, "until_at": INSTANT},
    name="kpi_users_fact",
)
EXCLUDED = ibis.table(
    {
        "case_id": "int64",
        "about": "string",
        "clock_kind": "string",
        "instance": "int16",
        "rating_id": "int64",
        "at": INSTANT,
    },
    name="appeals_excluded_fact",
)
UNITS = ibis.table({"member": "int64", "unit": "int64"}, name="kpi_units")
PERIODS = ibis.table(
    {"period": "int32", "start_at": INSTANT, "end_at": INSTANT}, name="kpi_periods"
)


def parameter(name: str, kind: str = INSTANT) -> ir.Value:
    """A value given with each question; the compiler turns the mark into a bound parameter."""
    return ibis.literal(f"@{name}").cast(kind)


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def width_bucket(
    at: dt.Timestamp("UTC"),  # type: ignore[valid-type]
    bounds: dt.Array(dt.Timestamp("UTC")),  # type: ignore[valid-type]
) -> dt.int32:
    """PostgreSQL's own search in a sorted list: 1 for the first period, 0 before it."""


AS_OF = parameter("as_of")
FIRST = parameter("first")
LAST = parameter("last")
HIT = parameter("hit", "boolean")
BOUNDS = parameter("bounds", f"array<{INSTANT}>")


def in_period(at: ir.TimestampValue) -> ir.BooleanValue:
    """Happened between the first and the last instant asked for, and by the reporting instant."""
    return (at >= FIRST) & (at < LAST) & (at <= AS_OF)


def period_of(at: ir.TimestampValue) -> ir.IntegerValue:
    return width_bucket(at, BOUNDS)
