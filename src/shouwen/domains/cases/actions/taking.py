"""接管 and 撤回: a leader takes a matter into the own hands, or gives it back to whoever had it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.locking import locked
from shouwen.domains.cases.actions.working import hand_to
from shouwen.domains.cases.errors import AlreadyThere, PersonElsewhere
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor


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
    if (case.handler_unit_id, case.handler_id) == (unit_id, staff_id):
        raise AlreadyThere
    hand_to(case, unit_id, staff_id, by=by, at=at)
    return case
