"""约定上门时间: made by the staff, changed by the staff or the customer; every version stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases import queries as of_cases
from shouwen.domains.cases.choices import WaitingFor, WaitReason
from shouwen.domains.cases.models import Case
from shouwen.domains.portal.errors import AppointmentMoved, WindowNotOffered
from shouwen.domains.portal.events import AppointmentSet
from shouwen.domains.portal.models import Appointment
from shouwen.domains.portal.queries.appointing import appointment, windows
from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.journal.actions import record
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org


@transaction.atomic
def appoint(
    case_id: int, starts_at: datetime, *, seen: int | None, by: Actor, at: datetime
) -> Appointment:
    """约定、改约: one of the windows offered now; ``seen`` is the appointment the chooser looked at.

    A later time the customer asked for makes the case wait for the customer until then, an earlier one
    shortens that wait. A time the staff sets pauses nothing: it is our own choice.
    """
    case = Case.objects.lock(case_id)
    before = appointment(case)
    if (before.pk if before else None) != seen:
        raise AppointmentMoved
    window = next((w for w in windows(case, at=at) if w[0] == starts_at), None)
    if window is None or (before is not None and before.starts_at == starts_at):
        raise WindowNotOffered
    row = Appointment.objects.create(
        case=case,
        instance=case.instance,
        starts_at=window[0],
        ends_at=window[1],
        at=at,
        by_customer=by.via == "customer",
    )
    fact = AppointmentSet(
        subject=case.subject,
        appointment_id=row.pk,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        by_customer=row.by_customer,
        changed=before is not None,
    )
    record(fact, by=by, at=at)
    if row.by_customer and before is not None:
        _hold(case, row, before, by=by, at=at)
        _tell(case, row, at=at)
    return row


def _hold(case: Case, row: Appointment, before: Appointment, *, by: Actor, at: datetime) -> None:
    """等客户: until the new time where it is later, or where the case waits for the customer already."""
    waits = of_cases.in_hand(case).waiting_for == WaitingFor.CUSTOMER
    if row.starts_at > before.starts_at or waits:
        cases.wait(
            case.pk,
            waiting_for=WaitingFor.CUSTOMER,
            reason=WaitReason.CUSTOMER_APPOINTMENT,
            until=row.starts_at,
            by=by,
            at=at,
        )


def _tell(case: Case, row: Appointment, *, at: datetime) -> None:
    """Whoever has the case hears that the customer moved the appointment; with nobody, the leaders there."""
    leaders = {leader.pk for leader in org.leaders_of(case.handler_unit_id, at=at)}
    people = {case.handler_id} if case.handler_id is not None else leaders
    key = f"appointment:{row.pk}"
    tell(case.subject, AppointmentSet.kind, people, key=key, by=SYSTEM, at=at)
