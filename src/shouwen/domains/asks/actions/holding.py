"""Which of a case's open requests holds it up (占用): the oldest blocking one that still waits.

A verb that moves the case ends the wait of all requests asked until then; they stay open, but
hold nothing up any more.
"""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.asks import queries
from shouwen.domains.asks.models import Request
from shouwen.domains.cases import actions as cases
from shouwen.kernel.actor import Actor


def take_hold(request: Request, *, by: Actor, at: datetime) -> None:
    """A blocking request was asked: the department has the case unless an older request has it."""
    if request.case_id is None or not request.blocking:
        return
    if queries.lent(request.case_id, at=at) is None:
        cases.lend(
            request.case_id, unit_id=request.unit_id, staff_id=request.person_id, by=by, at=at
        )


def follow(case_id: int | None, *, by: Actor, at: datetime) -> None:
    """A request moved: the case's hold names the oldest blocking one, or is given back."""
    if case_id is None:
        return
    now = queries.lent(case_id, at=at)
    if now is None:
        return
    oldest = queries.in_force(case_id, since=now.since)
    if oldest is None:
        cases.give_back(case_id, by=by, at=at)
    elif oldest.unit_id != now.unit_id:
        cases.lend(case_id, unit_id=oldest.unit_id, staff_id=oldest.person_id, by=by, at=at)
    elif oldest.person_id != now.person_id:
        cases.lent_to_person(case_id, staff_id=oldest.person_id, by=by, at=at)
