"""移交: somebody leaves; their open matters go to a successor by a recorded verb."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shouwen.domains.cases import queries
from shouwen.domains.cases.actions.locking import locked, moved
from shouwen.domains.cases.choices import IN_WORK, WaitReason
from shouwen.domains.cases.events import CaseHandedOver
from shouwen.domains.cases.models import Case
from shouwen.kernel.actor import Actor
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.journal.actions import record


@transaction.atomic
def hand_over(
    case_id: int,
    *,
    from_staff_id: int,
    to_staff_id: int,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """移交: the successor owns and handles what the leaver owned and handled; units stay.

    Nothing happens when the leaver has no part in the case (any more).
    """
    case = locked(case_id, "hand_over", version=version)
    as_owner = case.owner_id == from_staff_id
    as_handler = case.handler_id == from_staff_id
    if not (as_owner or as_handler):
        return case
    holds_it = as_handler if case.state in IN_WORK else as_owner
    moved(
        case,
        "hand_over",
        owner_id=to_staff_id if as_owner else case.owner_id,
        handler_id=to_staff_id if as_handler else case.handler_id,
    )
    if holds_it:
        _hold_passes(case, to_staff_id, by=by, at=at)
    record(
        CaseHandedOver(
            subject=case.subject,
            from_staff_id=from_staff_id,
            to_staff_id=to_staff_id,
            to_unit_id=case.handler_unit_id if case.state in IN_WORK else case.owner_unit_id,
            as_owner=as_owner,
            as_handler=as_handler,
        ),
        by=by,
        at=at,
    )
    return case


def _hold_passes(case: Case, to_staff_id: int, *, by: Actor, at: datetime) -> None:
    """The ledger names the successor from now on; a wait in force goes on as it was."""
    was = queries.in_hand(case)
    unit_id = case.handler_unit_id if case.state in IN_WORK else case.owner_unit_id
    clocks.move(case.subject, unit=unit_id, person=to_staff_id, reason=case.state, by=by, at=at)
    if was.waiting_for != "none" and was.until_at is not None and was.until_at > at:
        clocks.wait(
            case.subject,
            waiting_for=was.waiting_for,
            reason=was.reason,
            until=was.until_at,
            unit=was.unit_id if was.reason == WaitReason.INTERNAL_REQUEST else unit_id,
            person=was.person_id if was.reason == WaitReason.INTERNAL_REQUEST else to_staff_id,
            by=by,
            at=at,
        )


def hand_over_all(*, from_staff_id: int, to_staff_id: int, by: Actor, at: datetime) -> int:
    """Every open matter of the leaver, one transaction each; safe to run again. How many."""
    mine = (
        Case.objects.open()
        .filter(Q(owner_id=from_staff_id) | Q(handler_id=from_staff_id))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    ids = list(mine)
    for pk in ids:
        hand_over(pk, from_staff_id=from_staff_id, to_staff_id=to_staff_id, by=by, at=at)
    return len(ids)
