"""A unit returns what was dispatched to it, and after a ruling asks for arbitration."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.rulings.choices import Reason, ReturnState, Step
from shouwen.domains.rulings.errors import (
    AlreadyReturned,
    ArbitrationIsFinal,
    ProposalMissing,
    ProposesItself,
    ReturnFirst,
    SecondReturn,
    TextTooShort,
    UnitNotActive,
    WithItsOwner,
)
from shouwen.domains.rulings.events import ReturnLapsed
from shouwen.domains.rulings.models import Return
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import record
from shouwen.platform.org import queries as org

LEAST = 10
"""Characters a return has to say at least."""


@transaction.atomic
def send_back(
    case_id: int,
    *,
    reason: str,
    text: str,
    proposed_unit_id: int | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Return:
    """退回: not ours, and whose it is; the clock runs on in our name until the desk rules.

    Without a proposal the case is to go back to the unit that was asked first.
    """
    case, done = _returnable(case_id, by=by, at=at)
    if done:
        raise SecondReturn
    return _returned(case, Step.RETURN, reason, proposed_unit_id, text, by, at, version)


@transaction.atomic
def ask_arbitration(
    case_id: int,
    *,
    reason: str,
    text: str,
    proposed_unit_id: int | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Return:
    """申请仲裁: whoever has the case after the desk's ruling does not accept it; once an instance."""
    case, done = _returnable(case_id, by=by, at=at)
    if not done:
        raise ReturnFirst
    return _returned(case, Step.ARBITRATION, reason, proposed_unit_id, text, by, at, version)


def _returnable(case_id: int, *, by: Actor, at: datetime) -> tuple[Case, list[Return]]:
    """The case, locked, and what was returned in its running instance; none waits, none is final."""
    lapse(case_id, by=by, at=at)
    case = Case.objects.lock(case_id)
    found = Return.objects.filter(case=case, instance=case.instance)
    done = list(found.exclude(state=ReturnState.LAPSED))
    if any(r.is_waiting for r in done):
        raise AlreadyReturned
    if any(r.step == Step.ARBITRATION for r in done):
        raise ArbitrationIsFinal
    return case, done


def _returned(
    case: Case,
    step: Step,
    reason: str,
    proposed: int | None,
    text: str,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Return:
    if len(text.strip()) < LEAST:
        raise TextTooShort(least=LEAST)
    if case.handler_unit_id == case.owner_unit_id:
        raise WithItsOwner
    if reason == Reason.NOT_OURS and proposed is None:
        raise ProposalMissing
    unit_id = proposed or case.owner_unit_id
    takes_work(unit_id)
    if unit_id == case.handler_unit_id:
        raise ProposesItself
    cases.send_back(
        case.pk,
        reason=reason,
        to_unit_id=unit_id,
        text=text,
        again=step == Step.ARBITRATION,
        by=by,
        at=at,
        version=version,
    )
    return Return.objects.create(
        case=case,
        instance=case.instance,
        step=step,
        unit_id=case.handler_unit_id,
        person_id=by.staff,
        reason=reason,
        proposed_unit_id=unit_id,
        at=at,
    )


def takes_work(unit_id: int) -> None:
    node = org.tree().nodes.get(unit_id)
    if node is None or not node.active:
        raise UnitNotActive


@transaction.atomic
def lapse(case_id: int, *, by: Actor, at: datetime) -> int:
    """失效: the case has left the unit that returned it, or its work has ended; how many lapsed."""
    case = Case.objects.lock(case_id)
    gone = [r for r in Return.objects.filter(case=case).waiting() if overtaken(r, case)]
    for row in gone:
        row.state = ReturnState.LAPSED
        row.save(update_fields=["state"])
        event = ReturnLapsed(subject=case.subject, return_id=row.pk, unit_id=row.unit_id)
        record(event, by=by, at=at)
    return len(gone)


def overtaken(row: Return, case: Case) -> bool:
    """Whether there is nothing left to rule on."""
    return (
        case.instance != row.instance
        or case.handler_unit_id != row.unit_id
        or not case.can("send_back")
    )
