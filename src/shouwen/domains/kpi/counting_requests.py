"""The rows behind the figures of internal requests: what the front line asked, and how it was served.

A row is a request. A reply is charged to the department that was asked, in the owner's view to the
unit that asked; how the front line asks is always its own doing.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from shouwen.domains.kpi.choices import Charge
from shouwen.domains.kpi.facts import ANSWERS, REQUESTS, in_period
from shouwen.domains.kpi.shaping import rows_of


def _matters(requests: ir.Table) -> ir.Table:
    """Requests under the names all rows have: the channel is how they were asked."""
    return requests.mutate(
        owner_unit_id=requests.asking_unit_id,
        channel=requests.made_by,
        category=ibis.literal(""),
    )


def replies(charge: Charge) -> ir.Table:
    """后台响应: requests whose limit ended in the period, and those given up in it; hit when in time."""
    due = REQUESTS.filter(in_period(REQUESTS.counts_at))
    found = _matters(due)
    return rows_of(
        found, charge=charge, at=found.counts_at, hits=found.in_time, row_id=found.request_id
    )


def written(_charge: Charge) -> ir.Table:
    """电子工单: all requests of the period, calls that were recorded among them; hit when in writing."""
    found = _matters(REQUESTS.filter([REQUESTS.counted, in_period(REQUESTS.asked_at)]))
    return rows_of(
        found,
        charge=Charge.OWNER,
        at=found.asked_at,
        hits=found.made_by == "electronic",
        row_id=found.request_id,
    )


def answers(charge: Charge) -> ir.Table:
    """一线评分: rated answers of the period, each with its last score and by whom."""
    found = _matters(ANSWERS.filter(in_period(ANSWERS.at)))
    return rows_of(
        found,
        charge=charge,
        at=found.at,
        amount=found.score.cast("int64"),
        row_id=found.request_id,
        who=found.staff_id,
    )
