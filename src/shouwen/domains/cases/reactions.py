"""What cases do when something happens elsewhere; each is safe to run twice."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now

from shouwen.domains.cases import actions
from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.events import CaseDeclared, CaseDispatched, CaseUrged
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.customers.events import CustomerCorrected
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.choices import Effect
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.journal.actions import entry_told_of, on
from shouwen.platform.notify.actions import tell
from shouwen.platform.notify.outbox import Alarm
from shouwen.platform.notify.queries import ways
from shouwen.platform.notify.targets import HANDLER, SHIFT_LEADER, find
from shouwen.platform.org import queries as org
from shouwen.platform.org.events import StaffLeft
from shouwen.platform.rosters import queries as rosters

ASSIGNED, ESCALATED = "cases.case.assigned", "cases.case.escalated_by_hand"
"""The kinds of the notices about an assigned complaint, and about what a leader escalated."""


@on(StaffLeft, name="cases.hand_over_of_leaver")
def hand_over_what_the_leaver_had(event: StaffLeft) -> None:
    """离职移交: every open matter goes to the named successor, each by a recorded verb."""
    if event.successor_id is not None:
        actions.hand_over_all(
            from_staff_id=event.staff_id, to_staff_id=event.successor_id, by=SYSTEM, at=now()
        )


@on(CustomerCorrected, name="cases.reindex_customer")
def find_cases_by_the_new_name(event: CustomerCorrected) -> None:
    """Name, telephone or address changed: the customer's cases are found by the new words."""
    if {"name", "phone", "address"} & set(event.fields.split(",")):
        actions.reindex_customer(event.subject.id)


@on(CaseDispatched, name="cases.tell_of_assignment")
def tell_of_an_assigned_complaint(event: CaseDispatched) -> None:
    """派到投诉: whoever is to handle a complaint and the shift leader hear of it at once, by SMS too.

    The roster says who that is now; those passed over are named with the notice (S001-09).
    """
    still = Case.objects.filter(
        pk=event.subject.id,
        kind=CaseKind.COMPLAINT,
        handler_unit_id=event.unit_id,
        state__in=[CaseState.DISPATCHED, CaseState.IN_PROGRESS],
    )
    if event.returned or not still.exists():
        return
    at, unit, person = now(), event.unit_id, event.staff_id
    aimed = (HANDLER, SHIFT_LEADER) if person is not None else (SHIFT_LEADER,)
    found = find(aimed, event.subject, unit=unit, person=person, at=at)
    tell(
        event.subject,
        ASSIGNED,
        found.people,
        key=f"assigned:{entry_told_of()}",
        params={"unit": unit},
        channels=ways("sms"),
        alarm=Alarm(said=found.said, on_call=frozenset(found.on_call)),
        by=SYSTEM,
        at=at,
    )


@on(CaseUrged, name="cases.tell_of_urge")
def tell_handler_and_leaders_of_an_urge(event: CaseUrged) -> None:
    """催单提醒: whoever has the matter and the leaders of that unit hear of every urge, once."""
    _tell_the_charged(event, key=f"urge:{event.urge_id}")


@on(StepFired, name="cases.tell_of_escalation", concerns=lambda event: event.by_hand)
def tell_the_handler_of_an_escalation(event: StepFired) -> None:
    """人工升级: whoever has the case hears that a leader did not wait, unless the step says so already."""
    if event.subject.kind != KIND or event.person is None or HANDLER in (event.targets or ()):
        return
    key = f"escalated:{event.clock}:{event.step}"
    tell(event.subject, ESCALATED, {event.person}, key=key, by=SYSTEM, at=now())


@on(CaseDeclared, name="cases.tell_of_declaration")
def tell_handler_and_leaders_of_a_declaration(event: CaseDeclared) -> None:
    """申告提醒: whoever has the matter and the leaders of that unit hear of it, once."""
    _tell_the_charged(event, key=f"declaration:{event.declaration_id}")


def _tell_the_charged(event: CaseUrged | CaseDeclared, *, key: str) -> None:
    """Whoever is charged, and the leaders of that unit."""
    at = now()
    told = {leader.pk for leader in org.leaders_of(event.unit_id, at=at)}
    if event.staff_id is not None:
        told.add(event.staff_id)
    tell(event.subject, event.kind, told, key=key, by=SYSTEM, at=at)


def _escalates(event: StepFired) -> bool:
    """Whether a step does something to the case itself."""
    wanted = {Effect.REASSIGN.value, Effect.PROPOSE_SUPERVISION.value}
    return event.subject.kind == KIND and bool(wanted & set(event.effects or ()))


@on(StepFired, name="cases.escalate", concerns=_escalates)
def escalate_as_the_ladder_says(event: StepFired) -> None:
    """升级: give the matter to whom the step names, propose supervision; whom, the roster says now."""
    at, case_id = now(), event.subject.id
    effects = set(event.effects or ())
    if Effect.PROPOSE_SUPERVISION in effects:
        actions.propose_supervision(case_id, clock=event.clock, step=event.step, by=SYSTEM, at=at)
    if Effect.REASSIGN in effects:
        unit_id, staff_id = _successor(event, at=at)
        actions.escalate(
            case_id,
            clock=event.clock,
            step=event.step,
            unit_id=unit_id,
            staff_id=staff_id,
            by=SYSTEM,
            at=at,
        )


def _successor(event: StepFired, *, at: datetime) -> tuple[int | None, int | None]:
    """Whom the step hands the matter to, and in which of their units: the handling one if they are there."""
    case = Case.objects.get(pk=event.subject.id)
    found = rosters.resolve(
        event.reassign_to,
        unit=case.handler_unit_id,
        person=case.handler_id,
        owner=case.owner_id,
        at=at,
    )
    for recipient in found.people:
        held = org.posts_of(recipient.staff_id, at=at)
        units = [appointment.post.unit_id for appointment in held]
        if units:
            home = case.handler_unit_id if case.handler_unit_id in units else units[0]
            return home, recipient.staff_id
    return None, None
