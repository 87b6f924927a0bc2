"""The rows behind each figure, in Ibis over the fact views: what is counted, and to whose charge.

Withdrawn, merged and void cases are in none of them; what an upheld
appeal took out of a figure is listed beside it. The rows of requests stand in
``counting_requests``, those of reworks in ``counting_reworks``, what all rows look like in ``shaping``.
"""

from __future__ import annotations

from functools import partial

import ibis
from ibis.expr import types as ir

from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.counting_requests import answers, replies, written
from shouwen.domains.kpi.counting_reworks import reworked, reworks
from shouwen.domains.kpi.counting_users import users
from shouwen.domains.kpi.facts import (
    AS_OF,
    CASES,
    DECLARATIONS,
    EXCLUDED,
    FIRST,
    HOLDS,
    LAST,
    OPEN,
    PERIODS,
    RATINGS,
    URGES,
    in_period,
)
from shouwen.domains.kpi.shaping import COLUMNS, Rows, Sort, rows_of

DISSATISFIED = 2  # of five: one or two stars
SOON_HOURS = 2


def _counted() -> ir.Table:
    """Cases that figures see at the reporting instant.

    A void case never was; a withdrawn or merged one counts until the instant it was.
    """
    return CASES.filter(
        [
            CASES.counted
            | (CASES.state.isin(["withdrawn", "merged"]) & (CASES.closed_at > AS_OF)).fill_null(
                False
            ),
            CASES.opened_at <= AS_OF,
        ]
    )


def kept(rows: ir.Table, excluded: ir.Table, by: str) -> ir.Table:
    return rows.anti_join(excluded, by)


def set_aside(rows: ir.Table, excluded: ir.Table, by: str) -> ir.Table:
    """剔除: what the figure would count, had no appeal been upheld."""
    return rows.semi_join(excluded, by)


def _excluded_limits(kind: str) -> ir.Table:
    """Cases whose late verdict on this limit no longer counts at the reporting instant."""
    found = EXCLUDED.filter(
        [EXCLUDED.clock_kind == kind, EXCLUDED.instance == 1, EXCLUDED.at <= AS_OF]
    )
    return found.select("case_id")


def _excluded_ratings() -> ir.Table:
    found = EXCLUDED.filter([EXCLUDED.about == "rating", EXCLUDED.at <= AS_OF])
    return found.select("rating_id")


def _created(charge: Charge) -> ir.Table:
    cases = _counted()
    cases = cases.filter(in_period(cases.opened_at))
    return rows_of(cases, charge=charge, at=cases.opened_at)


def _complaints(charge: Charge) -> ir.Table:
    rows = _created(charge)
    return rows.filter(rows.kind == "complaint")


def _ended(charge: Charge) -> ir.Table:
    cases = _counted()
    cases = cases.filter(in_period(cases.finished_at))
    seconds = (cases.finished_at.epoch_seconds() - cases.opened_at.epoch_seconds()).cast("int64")
    return rows_of(cases, charge=charge, at=cases.finished_at, amount=seconds)


def _fell_due(sort: Sort) -> ir.Table:
    """到期: the first resolution limit ended in the period and before the reporting instant."""
    cases = _counted()
    cases = cases.filter([cases.due_at >= FIRST, cases.due_at < LAST, cases.due_at < AS_OF])
    return sort(cases, _excluded_limits("resolution"), "case_id")


def _on_time(cases: ir.Table) -> ir.BooleanValue:
    return (cases.finished_at <= cases.due_at).fill_null(False)


def _due(charge: Charge, sort: Sort = kept) -> ir.Table:
    cases = _fell_due(sort)
    return rows_of(cases, charge=charge, at=cases.due_at)


def _due_on_time(charge: Charge, sort: Sort = kept) -> ir.Table:
    cases = _fell_due(sort)
    return rows_of(cases, charge=charge, at=cases.due_at, hits=_on_time(cases))


def _due_overdue(charge: Charge, sort: Sort = kept) -> ir.Table:
    cases = _fell_due(sort)
    return rows_of(cases, charge=charge, at=cases.due_at, hits=~_on_time(cases))


def _open_overdue(charge: Charge) -> ir.Table:
    """Cases open at the end of each period (or at the reporting instant, if sooner)."""
    periods = PERIODS.mutate(upto=ibis.least(PERIODS.end_at, AS_OF))
    cases = _counted().join(
        periods,
        [
            CASES.opened_at < periods.end_at,
            (CASES.finished_at > periods.upto) | CASES.finished_at.isnull(),
        ],
    )
    late = (cases.due_at < cases.upto).fill_null(False)
    return rows_of(cases, charge=charge, at=cases.upto, hits=late, period=cases.period)


def _overdue_now(charge: Charge) -> ir.Table:
    """在途超时 at the reporting instant, from the open clocks alone: for the monitor, not the past."""
    cases = OPEN.filter([OPEN.due_at < AS_OF, OPEN.opened_at <= AS_OF])
    return rows_of(cases, charge=charge, at=cases.due_at, period=ibis.literal(1, "int32"))


def _due_soon(charge: Charge) -> ir.Table:
    """Due within two hours of the reporting instant, and not finished."""
    soon = AS_OF + ibis.interval(hours=SOON_HOURS)
    cases = OPEN.filter([OPEN.due_at >= AS_OF, OPEN.due_at < soon, OPEN.opened_at <= AS_OF])
    return rows_of(cases, charge=charge, at=cases.due_at, period=ibis.literal(1, "int32"))


def _responses(charge: Charge, sort: Sort = kept) -> ir.Table:
    cases = _counted()
    due = cases.first_response_due_at
    cases = cases.filter([due >= FIRST, due < LAST, due < AS_OF])
    cases = sort(cases, _excluded_limits("first_response"), "case_id")
    in_time = (cases.first_response_at <= cases.first_response_due_at).fill_null(False)
    return rows_of(cases, charge=charge, at=cases.first_response_due_at, hits=in_time)


def _urges() -> ir.Table:
    """Counted urges of the period; repeats inside the window are contacts, not urges."""
    urges = URGES.filter([URGES.counted, in_period(URGES.at)])
    return urges.select(urges.urge_id, urges.case_id, urges.at, urged_unit_id=urges.charged_unit_id)


def _urge_rows(charge: Charge) -> ir.Table:
    joined = _urges().join(_counted(), "case_id")
    unit = joined.owner_unit_id if charge is Charge.OWNER else joined.urged_unit_id
    return rows_of(joined, charge=charge, at=joined.at, row_id=joined.urge_id, unit=unit)


def _declared(charge: Charge) -> ir.Table:
    """Counted declarations of the period; a line counts once a day."""
    found = DECLARATIONS.filter([DECLARATIONS.counted, in_period(DECLARATIONS.at)])
    found = found.select(
        found.declaration_id, found.case_id, found.at, declared_unit_id=found.charged_unit_id
    )
    joined = found.join(_counted(), "case_id")
    unit = joined.owner_unit_id if charge is Charge.OWNER else joined.declared_unit_id
    return rows_of(joined, charge=charge, at=joined.at, row_id=joined.declaration_id, unit=unit)


def _declared_by_users(charge: Charge) -> ir.Table:
    return _declared(charge).mutate(counts=ibis.literal(False)).union(users())


def _urges_and_created(charge: Charge) -> ir.Table:
    created = _created(charge).mutate(hits=ibis.literal(False))
    return created.union(_urge_rows(charge).mutate(counts=ibis.literal(False)))


def _created_urged(charge: Charge) -> ir.Table:
    """The cases of the period; hit when urged in it, with how often."""
    urges = _urges()
    often = urges.group_by(urged=urges.case_id).aggregate(times=urges.count())
    created = _created(charge)
    joined = created.left_join(often, created.case_id == often.urged)
    return joined.mutate(
        hits=joined.times.notnull(), amount=joined.times.fill_null(0).cast("int64")
    ).select(*COLUMNS)


def _dissatisfied(charge: Charge, sort: Sort = kept) -> ir.Table:
    ratings = RATINGS.filter([in_period(RATINGS.at)]).select(
        RATINGS.rating_id, RATINGS.case_id, RATINGS.at, RATINGS.score
    )
    ratings = sort(ratings, _excluded_ratings(), "rating_id")
    joined = ratings.join(_counted(), "case_id")
    low = joined.score <= DISSATISFIED
    return rows_of(joined, charge=charge, at=joined.at, row_id=joined.rating_id, hits=low)


def _dissatisfied_only(charge: Charge, sort: Sort = kept) -> ir.Table:
    rows = _dissatisfied(charge, sort)
    return rows.filter(rows.hits)


def _reworks(charge: Charge, sort: Sort = kept) -> ir.Table:
    return reworks(_counted(), _excluded_ratings(), charge, sort)


def _reworked(charge: Charge, sort: Sort = kept) -> ir.Table:
    return reworked(_counted(), _excluded_ratings(), charge, sort)


def _held(charge: Charge) -> ir.Table:
    """Stretches of holding that touch the period, cut to it: whose time went where."""
    holds = HOLDS.filter([HOLDS.from_at < LAST, HOLDS.to_at.isnull() | (HOLDS.to_at > FIRST)])
    pieces = holds.join(
        PERIODS,
        [
            holds.from_at < PERIODS.end_at,
            holds.to_at.isnull() | (holds.to_at > PERIODS.start_at),
            PERIODS.start_at < AS_OF,
            holds.from_at < AS_OF,
        ],
    )
    pieces = pieces.select(
        "case_id",
        "period",
        "waiting_for",
        "stage",
        held_unit_id=pieces.unit_id,
        begins=ibis.greatest(pieces.from_at, pieces.start_at),
        ends=ibis.least(pieces.to_at.fill_null(AS_OF), pieces.end_at, AS_OF),
    )
    joined = pieces.join(_counted(), "case_id")
    seconds = (joined.ends.epoch_seconds() - joined.begins.epoch_seconds()).cast("int64")
    return rows_of(
        joined,
        charge=charge,
        at=joined.begins,
        amount=seconds,
        unit=joined.owner_unit_id if charge is Charge.OWNER else joined.held_unit_id,
        period=joined.period,
        waiting_for=joined.waiting_for,
        stage=joined.stage,
    )


ROWS: dict[str, Rows] = {
    "K12": answers,
    "K14": _due_on_time,
    "K15": _due_overdue,
    "K16": _open_overdue,
    "K17": _responses,
    "K19": _urges_and_created,
    "K19C": _created_urged,
    "K20": _declared_by_users,
    "K36": _ended,
    "K52": replies,
    "K54": written,
    "N01": _created,
    "N02": _ended,
    "N03": _due,
    "N04": _complaints,
    "N05": _urge_rows,
    "N06": _dissatisfied_only,
    "N07": _held,
    "N08": _overdue_now,
    "N09": _due_soon,
    "N10": _declared,
    "N11": _reworks,
    "N12": _reworked,
}
"""By the id of the figure."""

LISTED: dict[str, Rows] = {
    "K19": _created_urged,
    "K20": _declared,
}
"""Where the list is not the summed rows."""

ASIDE: dict[str, Rows] = {
    "K14": partial(_due_on_time, sort=set_aside),
    "K15": partial(_due_overdue, sort=set_aside),
    "K17": partial(_responses, sort=set_aside),
    "N03": partial(_due, sort=set_aside),
    "N06": partial(_dissatisfied_only, sort=set_aside),
    "N11": partial(_reworks, sort=set_aside),
    "N12": partial(_reworked, sort=set_aside),
}
"""What upheld appeals took out of a figure."""
