"""接管: a leader takes a matter into the own hands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.locking import locked, moved
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.errors import AlreadyThere, PersonElsewhere
from shouwen.domains.cases.events import CaseDispatched
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.matching import matching
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.journal.actions import record


@transaction.atomic
def take_over(case_id: int, *, by: Actor, at: datetime, version: int | None = None) -> Case:
    """接管: a dispatch of the case to whoever does it, as that person's own post.

    It is reassigned where somebody worked on it, but never returned: nobody refused it.
    """
    case = locked(case_id, "dispatch", version=version)
    if by.staff is None or by.unit is None:
        raise PersonElsewhere
    again = case.state in {CaseState.DISPATCHED, CaseState.IN_PROGRESS}
    was_unit, was_staff = case.handler_unit_id, case.handler_id
    if (was_unit, was_staff) == (by.unit, by.staff):
        raise AlreadyThere
    moved(
        case,
        "dispatch",
        handler_unit_id=by.unit,
        handler_id=by.staff,
        reassignments=case.reassignments + again,
    )
    clocks.move(
        case.subject,
        unit=by.unit,
        person=by.staff,
        reason=CaseState.DISPATCHED.value,
        verb="dispatch",
        match=matching(case),
        by=by,
        at=at,
    )
    fact = CaseDispatched(
        subject=case.subject,
        from_unit_id=was_unit,
        from_staff_id=was_staff,
        unit_id=by.unit,
        staff_id=by.staff,
        reassigned=again,
        returned=False,
    )
    record(fact, by=by, at=at)
    return case
