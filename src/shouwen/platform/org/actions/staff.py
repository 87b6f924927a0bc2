"""What is done for people: hiring, accounts, posts, contacts, leaving."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from re import fullmatch

from django.db import transaction
from django.db.models import Q

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions as access
from shouwen.platform.access.models import Role
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import errors, events, matters
from shouwen.platform.org.actions.units import day_of
from shouwen.platform.org.models import CALLABLE, Appointment, Contact, Post, Staff, Unit
from shouwen.platform.org.pinyin import initials


@transaction.atomic
def hire(
    name: str,
    number: str,
    *,
    login: str | None = None,
    password: str | None = None,
    hashed: str | None = None,
    demo: bool = False,
    active_from: date | None = None,
    unit_id: int | None = None,
    role: str = "",
    title: str = "",
    by: Actor,
    at: datetime,
) -> Staff:
    """入职: a person with a staff number; with a login and a first post at once if they are given."""
    if Staff.objects.filter(number=number).exists():
        raise errors.NumberTaken(number=number)
    account = (
        access.create_account(login, password=password, hashed=hashed, demo=demo, by=by, at=at)
        if login
        else None
    )
    staff = Staff.objects.create(
        account=account,
        name=name,
        number=number,
        initials=initials(name),
        active_from=active_from or day_of(at),
    )
    hired = events.StaffHired(
        subject=Subject("staff", staff.pk),
        number=number,
        account_id=account.pk if account else None,
    )
    record(hired, by=by, at=at)
    if unit_id is not None:
        appoint(staff.pk, unit_id=unit_id, role=role, title=title, by=by, at=at)
    return staff


@transaction.atomic
def open_account(staff_id: int, login: str, *, by: Actor, at: datetime) -> str:
    """开通账号: the generated password, shown once; its owner changes it at the first log-in."""
    staff = _present(staff_id)
    if staff.account_id is not None:
        raise errors.AlreadyHasAccount(name=staff.name)
    password = access.generated_password()
    account = access.create_account(login, password=password, must_change=True, by=by, at=at)
    staff.account = account
    staff.save(update_fields=["account"])
    opened = events.AccountOpened(subject=Subject("staff", staff.pk), account_id=account.pk)
    record(opened, by=by, at=at)
    return password


@transaction.atomic
def rename_staff(staff_id: int, name: str, *, by: Actor, at: datetime) -> Staff:
    """改名: the former name is kept as an erasable text."""
    staff = _present(staff_id)
    if staff.name == name:
        return staff
    former, staff.name, staff.initials = staff.name, name, initials(name)
    staff.save(update_fields=["name", "initials"])
    renamed = events.StaffRenamed(subject=Subject("staff", staff.pk))
    record(renamed, by=by, at=at, text=Text(f"{former} → {name}", purpose="name"))
    return staff


@transaction.atomic
def set_work_phone(staff_id: int, phone: str, *, by: Actor, at: datetime) -> Staff:
    """办公电话: the number colleagues call; blank takes it off the board. The former one is an erasable text."""
    staff = _present(staff_id)
    phone = phone.strip()
    if phone == staff.work_phone:
        return staff
    if phone and not fullmatch(CALLABLE, phone):
        raise errors.NotAPhone(phone=phone)
    former, staff.work_phone = staff.work_phone, phone
    staff.save(update_fields=["work_phone"])
    changed = events.StaffPhoneSet(subject=Subject("staff", staff.pk))
    record(changed, by=by, at=at, text=Text(f"{former or '—'} → {phone or '—'}", purpose="phone"))
    return staff


@transaction.atomic
def appoint(
    staff_id: int,
    *,
    unit_id: int,
    role: str,
    title: str = "",
    share: Decimal = Decimal(1),
    since: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """任职: the person holds a post (role at a unit) from now, or from ``since``, on."""
    staff = _present(staff_id)
    unit = Unit.objects.get(pk=unit_id)
    if unit.valid_to is not None:
        raise errors.UnitClosed(unit=unit.name)
    held_role = Role.objects.filter(code=role).first()
    if held_role is None:
        raise errors.UnknownRole(role=role)
    post, _ = Post.objects.get_or_create(unit=unit, role=held_role, title=title)
    begins = since or at
    same = Appointment.objects.filter(staff=staff, post=post)
    if same.filter(Q(until__isnull=True) | Q(until__gt=begins)).exists():
        raise errors.AlreadyAppointed(name=staff.name)
    appointment = Appointment.objects.create(staff=staff, post=post, since=begins, share=share)
    appointed = events.StaffAppointed(
        subject=Subject("staff", staff.pk),
        appointment_id=appointment.pk,
        post_id=post.pk,
        unit_id=unit.pk,
        role=role,
        since=begins,
    )
    record(appointed, by=by, at=at)
    return appointment


@transaction.atomic
def end_appointment(appointment_id: int, *, by: Actor, at: datetime) -> None:
    """卸任: the post ends now; one that has not begun never happened."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    if appointment.until is not None and appointment.until <= at:
        raise errors.AppointmentOver
    ended = events.AppointmentEnded(
        subject=Subject("staff", appointment.staff_id),
        appointment_id=appointment.pk,
        post_id=appointment.post_id,
        until=at,
    )
    if appointment.since >= at:
        appointment.delete()
    else:
        appointment.until = at
        appointment.save(update_fields=["until"])
    record(ended, by=by, at=at)


@transaction.atomic
def set_contact(
    unit_id: int, topic: str, role: str, staff_id: int | None, *, by: Actor, at: datetime
) -> None:
    """定 A/B 角: from now on this person answers for the unit on the topic; None leaves it empty."""
    Unit.objects.select_for_update().get(pk=unit_id)
    if staff_id is not None:
        _present(staff_id)
    running = Contact.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), unit_id=unit_id, topic=topic, role=role
    )
    if staff_id in set(running.values_list("staff_id", flat=True)):
        return
    running.filter(since__gte=at).delete()
    running.update(until=at)
    if staff_id is not None:
        Contact.objects.create(unit_id=unit_id, topic=topic, role=role, staff_id=staff_id, since=at)
    changed = events.ContactSet(
        subject=Subject("unit", unit_id), topic=topic, role=role, staff_id=staff_id
    )
    record(changed, by=by, at=at)


@transaction.atomic
def leave(staff_id: int, successor_id: int | None = None, *, by: Actor, at: datetime) -> Staff:
    """离职: posts and contacts end, the login is closed, open matters go to the successor.

    Refused without a successor while matters are open. The hand-over itself is recorded by whoever
    owns the matters, in reaction to StaffLeft.
    """
    staff = _present(staff_id)
    if successor_id is not None:
        if successor_id == staff_id or Staff.objects.get(pk=successor_id).active_to is not None:
            raise errors.SuccessorSame
    elif open_matters := matters.of_staff(staff_id):
        raise errors.SuccessorNeeded(name=staff.name, count=open_matters)
    _end_all(staff_id, by=by, at=at)
    if staff.account_id is not None:
        access.set_active(staff.account_id, False, by=by, at=at)
    staff.active_to = max(day_of(at), staff.active_from)
    staff.save(update_fields=["active_to"])
    left = events.StaffLeft(
        subject=Subject("staff", staff.pk), staff_id=staff.pk, successor_id=successor_id
    )
    record(left, by=by, at=at)
    return staff


def _end_all(staff_id: int, *, by: Actor, at: datetime) -> None:
    running = Q(until__isnull=True) | Q(until__gt=at)
    for appointment in Appointment.objects.filter(running, staff_id=staff_id).order_by("pk"):
        end_appointment(appointment.pk, by=by, at=at)
    for contact in Contact.objects.filter(running, staff_id=staff_id).order_by("pk"):
        set_contact(contact.unit_id, contact.topic, contact.role, None, by=by, at=at)


def _present(staff_id: int) -> Staff:
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.active_to is not None:
        raise errors.StaffGone(name=staff.name)
    return staff
