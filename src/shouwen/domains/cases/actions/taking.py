"""接管 and 撤回: a leader takes a matter into the own hands, or gives it back to whoever had it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.locking import locked, moved
from shouwen.domains.cases.actions.working import takes_work
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
    if by.staff is None or by.unit is None:
        raise PersonElsewhere
    return _given(case_id, by.unit, by.staff, by=by, at=at, version=version)


@transaction.atomic
def take_back(
    case_id: int,
    *,
    unit_id: int,
    staff_id: int | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """撤回派单: a dispatch made by mistake is countered, and the case is with those who had it before.

    Both dispatches stay in the record; it is no return, since the unit did not refuse it.
    """
    return _given(case_id, unit_id, staff_id, by=by, at=at, version=version)


def _given(
    case_id: int,
    unit_id: int,
    staff_id: int | None,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Case:
    case = locked(case_id, "dispatch", version=version)
    again = case.state in {CaseState.DISPATCHED, CaseState.IN_PROGRESS}
    was_unit, was_staff = case.handler_unit_id, case.handler_id
    if (was_unit, was_staff) == (unit_id, staff_id):
        raise AlreadyThere
    takes_work(unit_id, staff_id, at=at)
    moved(
        case,
        "dispatch",
        handler_unit_id=unit_id,
        handler_id=staff_id,
        reassignments=case.reassignments + again,
    )
    clocks.move(
        case.subject,
        unit=unit_id,
        person=staff_id,
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
        unit_id=unit_id,
        staff_id=staff_id,
        reassigned=again,
        returned=False,
    )
    record(fact, by=by, at=at)
    return case
