"""The rows behind the figures of rework (返工): answers that did not hold, and what was answered.

A rework is charged to whoever gave the answer. A matter stands once among what was answered, with
whoever gave the first answer that did not hold; where every answer held, with whoever gave the last.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.facts import AS_OF, REWORKS, in_period
from shouwen.domains.kpi.shaping import Sort, rows_of


def reworks(cases: ir.Table, ratings: ir.Table, charge: Charge, sort: Sort) -> ir.Table:
    """返工数: reworks of the period, but for those that only an excluded evaluation had asked for."""
    found = sort(REWORKS.filter(in_period(REWORKS.at)), ratings, "rating_id")
    found = found.select(
        found.rework_id, found.case_id, found.at, answered_unit_id=found.charged_unit_id
    )
    joined = found.join(cases, "case_id")
    unit = joined.owner_unit_id if charge is Charge.OWNER else joined.answered_unit_id
    return rows_of(joined, charge=charge, at=joined.at, row_id=joined.rework_id, unit=unit)


def reworked(cases: ir.Table, ratings: ir.Table, charge: Charge, sort: Sort) -> ir.Table:
    """返工率: cases finished in the period; hit when an answer has turned out not to hold since."""
    struck = REWORKS.semi_join(ratings, "rating_id").select("case_id")
    answered = sort(cases.filter(in_period(cases.finished_at)), struck, "case_id")
    joined = answered.left_join(_first(), "case_id")
    joined = joined.mutate(answerer=joined.answered_unit_id.fill_null(joined.handler_unit_id))
    return rows_of(
        joined,
        charge=charge,
        at=joined.finished_at,
        hits=(joined.reworked_at <= AS_OF).fill_null(False),
        unit=joined.owner_unit_id if charge is Charge.OWNER else joined.answerer,
    )


def _first() -> ir.Table:
    """The first rework of each case: when, and whose answer it was."""
    order = ibis.window(group_by=REWORKS.case_id, order_by=REWORKS.instance)
    numbered = REWORKS.mutate(nth=ibis.row_number().over(order))
    return numbered.filter(numbered.nth == 0).select(
        "case_id", reworked_at=numbered.at, answered_unit_id=numbered.charged_unit_id
    )
