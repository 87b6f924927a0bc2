"""The desk rules on a return; arbitration decides what is contested after that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.errors import TextMissing
from shouwen.domains.cases.models import Case
from shouwen.domains.rulings.actions.returning import overtaken, takes_work
from shouwen.domains.rulings.choices import ReturnState, Step
from shouwen.domains.rulings.errors import AlreadyRuled, JudgeInOwnCase, NotARuling, Overtaken
from shouwen.domains.rulings.events import ReturnArbitrated, ReturnRuled
from shouwen.domains.rulings.models import Return
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import queries as org


@transaction.atomic
def rule(return_id: int, *, agree: bool, by: Actor, at: datetime) -> Return:
    """裁定: agreed, the proposed unit has the case and its time from this moment; refused, it stays.

    The time from the return to the ruling remains in the name of the unit that returned the case:
    the ledger of holds is never rewritten. How long the ruling took stands beside the return.
    """
    row, case = _asked(return_id, Step.RETURN, by, at=at)
    unit_id = row.proposed_unit_id if agree else row.unit_id
    if agree:
        cases.dispatch(case.pk, unit_id=unit_id, ruled=True, by=by, at=at)
    _ruled(row, ReturnState.AGREED if agree else ReturnState.REFUSED, unit_id, by, at)
    event = ReturnRuled(
        subject=case.subject,
        return_id=row.pk,
        agreed=agree,
        from_unit_id=row.unit_id,
        unit_id=unit_id,
        staff_id=row.person_id,
    )
    record(event, by=by, at=at)
    return row


@transaction.atomic
def arbitrate(return_id: int, *, unit_id: int, text: str, by: Actor, at: datetime) -> Return:
    """仲裁: this unit has the case, for the rest of the instance; the unit that asked may be meant."""
    row, case = _asked(return_id, Step.ARBITRATION, by, at=at)
    if not text.strip():
        raise TextMissing
    takes_work(unit_id)
    moved = unit_id != case.handler_unit_id
    if moved:
        cases.dispatch(case.pk, unit_id=unit_id, ruled=True, by=by, at=at)
    _ruled(row, ReturnState.ARBITRATED, unit_id, by, at)
    event = ReturnArbitrated(
        subject=case.subject,
        return_id=row.pk,
        moved=moved,
        from_unit_id=row.unit_id,
        unit_id=unit_id,
        staff_id=row.person_id,
    )
    record(event, by=by, at=at, text=Text(text.strip(), purpose="reason"))
    return row


def _asked(return_id: int, step: Step, by: Actor, *, at: datetime) -> tuple[Return, Case]:
    """The return and its case under lock, if it still waits for this kind of decision.

    The case is locked first, as by every verb on cases.
    """
    case = Case.objects.lock(Return.objects.get(pk=return_id).case_id)
    row = Return.objects.lock(return_id)
    if row.step != step:
        raise NotARuling
    if not row.is_waiting:
        raise Overtaken if row.state == ReturnState.LAPSED else AlreadyRuled
    if overtaken(row, case):
        raise Overtaken
    if not org.below(row.unit_id).isdisjoint(org.units_of(by, at=at)):
        raise JudgeInOwnCase
    return row, case


def _ruled(row: Return, state: ReturnState, unit_id: int, by: Actor, at: datetime) -> None:
    row.state, row.ruled_unit_id = state, unit_id
    row.ruled_at, row.ruled_by_id = at, by.staff
    row.save(update_fields=["state", "ruled_unit", "ruled_at", "ruled_by"])
