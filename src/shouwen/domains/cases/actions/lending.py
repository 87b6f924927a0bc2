"""While another department has to answer first, the case's hold names that department.

Called by the app of internal requests inside its own transactions; which request holds is its
business, whose time it is is written here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import queries
from shouwen.domains.cases.actions.locking import locked, moved
from shouwen.domains.cases.choices import WaitingFor, WaitReason
from shouwen.domains.cases.errors import NotWaiting
from shouwen.domains.cases.events import CaseResumed, CaseWaits
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.journal.actions import record


def hold_for_asking(case_id: int, *, blocking: bool) -> Case:
    """The case under lock, if a department may be asked about it now."""
    return locked(case_id, "lend" if blocking else "consult")


@transaction.atomic
def lend(case_id: int, *, unit_id: int, staff_id: int | None, by: Actor, at: datetime) -> Case:
    """等部门答复: the time is this department's from now on, until it answers or the matter moves.

    At the policy's maximum the wait ends by itself and the case is back on its desk.
    """
    case = locked(case_id, "lend")
    clocks.wait(
        case.subject,
        waiting_for=WaitingFor.DEPARTMENT.value,
        reason=WaitReason.INTERNAL_REQUEST.value,
        until=None,
        unit=unit_id,
        person=staff_id,
        by=by,
        at=at,
    )
    moved(case, "lend")
    waits = CaseWaits(
        subject=case.subject,
        waiting_for=WaitingFor.DEPARTMENT.value,
        reason=WaitReason.INTERNAL_REQUEST.value,
        until=queries.in_hand(case).until_at or at,
        unit_id=unit_id,
    )
    record(waits, by=by, at=at)
    return case


@transaction.atomic
def lent_to_person(case_id: int, *, staff_id: int | None, by: Actor, at: datetime) -> None:
    """Somebody of the department has taken the request in hand: the time is that person's."""
    case = Case.objects.lock(case_id)
    was = queries.in_hand(case)
    if was.reason != WaitReason.INTERNAL_REQUEST or was.until_at is None or was.until_at <= at:
        raise NotWaiting
    clocks.wait(
        case.subject,
        waiting_for=was.waiting_for,
        reason=was.reason,
        until=was.until_at,
        unit=was.unit_id,
        person=staff_id,
        by=by,
        at=at,
    )


@transaction.atomic
def give_back(case_id: int, *, by: Actor, at: datetime) -> Case:
    """The department has answered: the case is back with the desk that handles it."""
    case = locked(case_id, "give_back")
    clocks.move(
        case.subject,
        unit=case.handler_unit_id,
        person=case.handler_id,
        reason=case.state,
        by=by,
        at=at,
    )
    moved(case, "give_back")
    record(CaseResumed(subject=case.subject), by=by, at=at)
    return case
