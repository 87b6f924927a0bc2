"""约定上门时间: offered, agreed, moved, called off, by the staff or the customer; every version stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases import queries as of_cases
from shouwen.domains.cases.choices import IN_WORK, WaitingFor, WaitReason
from shouwen.domains.cases.models import Case
from shouwen.domains.portal.choices import Stage
from shouwen.domains.portal.errors import (
    AppointmentMoved,
    NoAppointment,
    TooCloseToChange,
    WindowNotOffered,
)
from shouwen.domains.portal.events import AppointmentCancelled, AppointmentSet
from shouwen.domains.portal.models import Appointment
from shouwen.domains.portal.queries.appointing import (
    Window,
    appointment,
    called_off,
    changeable_until,
    windows,
)
from shouwen.kernel.actor import SYSTEM, Actor
from shouwen.platform.journal.actions import record
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org


@transaction.atomic
def appoint(
    case_id: int,
    starts_at: datetime,
    *,
    seen: int | None,
    offer: bool = False,
    by: Actor,
    at: datetime,
) -> Appointment:
    """约定、改约: one of the windows offered now; ``seen`` is the appointment the chooser looked at.

    With ``offer`` the time is put to the customer, who agrees or chooses another. A later time the
    customer asked for makes the case wait for the customer until then, an earlier one shortens that
    wait. A time the staff sets pauses nothing: it is our own choice.
    """
    case = Case.objects.lock(case_id)
    before = _seen(case, seen)
    stage = Stage.OFFERED if offer else Stage.AGREED
    window = _chosen(case, before, starts_at, at=at)
    if window is None or (before is not None and _same(before, starts_at, stage)):
        raise WindowNotOffered
    _in_time(before, by=by, at=at)
    row = _write(case, window, stage, by=by, at=at)
    fact = AppointmentSet(
        subject=case.subject,
        appointment_id=row.pk,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        by_customer=row.by_customer,
        changed=before is not None and before.starts_at != row.starts_at,
        offered=offer,
        agreed=before is not None and _agrees(before, starts_at, stage),
    )
    record(fact, by=by, at=at)
    if row.by_customer and before is not None:
        _hold(case, row, before, by=by, at=at)
        _tell(case, row, AppointmentSet.kind, at=at)
    return row


@transaction.atomic
def cancel(case_id: int, reason: str, *, seen: int, by: Actor, at: datetime) -> Appointment:
    """取消预约: nobody comes at that time; ``reason`` is a code. A wait for that time ends.

    A second press finds it called off and changes nothing. A customer has to say so in time.
    """
    case = Case.objects.lock(case_id)
    if (done := called_off(case, seen)) is not None:
        return done
    before = _seen(case, seen)
    if before is None or (by.via == "customer" and case.state not in IN_WORK):
        raise NoAppointment
    _in_time(before, by=by, at=at)
    row = _write(case, (before.starts_at, before.ends_at), Stage.CANCELLED, by=by, at=at)
    fact = AppointmentCancelled(
        subject=case.subject,
        appointment_id=row.pk,
        starts_at=row.starts_at,
        reason=reason,
        by_customer=row.by_customer,
    )
    record(fact, by=by, at=at)
    if of_cases.in_hand(case).reason == WaitReason.CUSTOMER_APPOINTMENT:
        cases.resume(case.pk, by=by, at=at)
    if row.by_customer:
        _tell(case, row, AppointmentCancelled.kind, at=at)
    return row


def _seen(case: Case, seen: int | None) -> Appointment | None:
    """The appointment that holds, if it is the one that was looked at."""
    before = appointment(case)
    if (before.pk if before else None) != seen:
        raise AppointmentMoved
    return before


def _in_time(before: Appointment | None, *, by: Actor, at: datetime) -> None:
    """A visit is the customer's to change until the cut-off of the day's rules; ours to change at any time."""
    if before is None or by.via != "customer":
        return
    if changeable_until(before, at=at) <= at:
        raise TooCloseToChange


def _chosen(
    case: Case, before: Appointment | None, starts_at: datetime, *, at: datetime
) -> Window | None:
    """One of the windows offered now; an offer that was made stands until its time has passed."""
    found = windows(case, at=at)
    if found and before is not None and before.stage == Stage.OFFERED and at < before.ends_at:
        found = [(before.starts_at, before.ends_at), *found]
    return next((w for w in found if w[0] == starts_at), None)


def _same(before: Appointment, starts_at: datetime, stage: Stage) -> bool:
    """Nothing would change: the same time again, unless an offer is agreed to."""
    return before.starts_at == starts_at and not _agrees(before, starts_at, stage)


def _agrees(before: Appointment, starts_at: datetime, stage: Stage) -> bool:
    """This is the yes to the time that was offered."""
    offered = before.stage == Stage.OFFERED and stage == Stage.AGREED
    return offered and before.starts_at == starts_at


def _write(case: Case, window: Window, stage: Stage, *, by: Actor, at: datetime) -> Appointment:
    return Appointment.objects.create(
        case=case,
        instance=case.instance,
        starts_at=window[0],
        ends_at=window[1],
        at=at,
        by_customer=by.via == "customer",
        stage=stage,
    )


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


def _tell(case: Case, row: Appointment, kind: str, *, at: datetime) -> None:
    """Whoever has the case hears what the customer chose or called off; with nobody, the leaders there."""
    leaders = {leader.pk for leader in org.leaders_of(case.handler_unit_id, at=at)}
    people = {case.handler_id} if case.handler_id is not None else leaders
    key = f"appointment:{row.pk}"
    tell(case.subject, kind, people, key=key, by=SYSTEM, at=at)
