"""升级: what a step of a ladder does to the case itself. Escalation is no state of the case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.actions.locking import needed
from shouwen.domains.cases.actions.working import dispatch
from shouwen.domains.cases.errors import NothingToEscalate
from shouwen.domains.cases.events import CaseEscalated, SupervisionProposed
from shouwen.domains.cases.models import KIND, Case
from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal import queries as journal
from shouwen.platform.journal.actions import record

NOBODY_FOUND = "cases_nobody_to_escalate_to"


@transaction.atomic
def escalate(
    case_id: int,
    *,
    clock: int,
    step: int,
    unit_id: int | None,
    staff_id: int | None,
    by: Actor,
    at: datetime,
) -> bool:
    """升级改派: a step of a ladder gives the matter to somebody else; whether it did.

    The fact names clock and step as the reason; then follows the ordinary dispatch. Where that is not
    possible (ended, already there, nobody found) the fact says why and nothing moves. Once per step.
    """
    case = Case.objects.lock(case_id)
    if _done(case, CaseEscalated.kind, clock, step):
        return False
    refusal = NOBODY_FOUND if unit_id is None else ""
    if unit_id is not None:
        try:
            with transaction.atomic():
                _record_escalated(case, clock, step, unit_id, staff_id, "", by=by, at=at)
                dispatch(case_id, unit_id=unit_id, staff_id=staff_id, by=by, at=at)
        except Refused as refused:
            refusal = refused.code
    if refusal:
        _record_escalated(case, clock, step, unit_id, staff_id, refusal, by=by, at=at)
    return not refusal


@transaction.atomic
def escalate_now(
    case_id: int, *, clock: int, step: int, text: str, by: Actor, at: datetime
) -> Case:
    """人工升级: the case goes to the next step of the ladder of its front clock now, with a written reason.

    Whom the step names is told as at its own time; the handler hears of it too.
    """
    text = needed(text)
    case = Case.objects.lock(case_id)
    front = Clock.objects.front().filter(pk=clock, subject_kind=KIND, subject_id=case.pk)
    if not (case.is_open and front.exists()):
        raise NothingToEscalate
    clocks.fire_now(clock, step, reason=text, by=by, at=at)
    return case


@transaction.atomic
def propose_supervision(case_id: int, *, clock: int, step: int, by: Actor, at: datetime) -> bool:
    """建议督办: the case stands under "to escalate" until it ends; whether this was news."""
    case = Case.objects.lock(case_id)
    if not case.is_open or _done(case, SupervisionProposed.kind, clock, step):
        return False
    case.to_escalate = True
    case.version += 1
    case.save(update_fields=["to_escalate", "version"])
    event = SupervisionProposed(
        subject=case.subject,
        clock=clock,
        step=step,
        unit_id=case.handler_unit_id,
        staff_id=case.handler_id,
    )
    record(event, by=by, at=at)
    return True


def _record_escalated(
    case: Case,
    clock: int,
    step: int,
    unit_id: int | None,
    staff_id: int | None,
    refused: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    event = CaseEscalated(
        subject=case.subject,
        clock=clock,
        step=step,
        unit_id=unit_id,
        staff_id=staff_id,
        refused=refused,
    )
    record(event, by=by, at=at)


def _done(case: Case, kind: str, clock: int, step: int) -> bool:
    """Whether the journal of the case says so already: a job may run twice."""
    return any(
        e.kind == kind and (e.facts.get("clock"), e.facts.get("step")) == (clock, step)
        for e in journal.timeline(case.subject)
    )
