"""What a register says anew about units and people it brought: all fields of a row in one entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import actions as access
from shouwen.platform.access.models import Role
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import errors, events, tree
from shouwen.platform.org.actions.units import active, day_of, known_zone, put_under
from shouwen.platform.org.models import Appointment, Post, Staff, Unit
from shouwen.platform.org.pinyin import initials
from shouwen.platform.org.queries import Place


@transaction.atomic
def correct_unit(unit_id: int, moved: Mapping[str, Any], *, by: Actor, at: datetime) -> Unit:
    """更正单位: ``moved`` holds the new name, kind, zone, area and parent_id of a unit, as far as they change.

    Another parent counts from the day of ``at``, as a move does.
    """
    tree.lock()
    unit = active(unit_id)
    text: Text | None = None
    facts: dict[str, Any] = {}
    if "parent_id" in moved:
        facts["from_parent_id"] = put_under(unit, moved["parent_id"], day_of(at), at=at)
        facts["to_parent_id"] = moved["parent_id"]
    if "name" in moved:
        text = Text(f"{unit.name} → {moved['name']}", purpose="name")
        unit.name = moved["name"]
    if "kind" in moved:
        unit.kind = facts["unit_kind"] = moved["kind"]
    if "zone" in moved:
        unit.zone = facts["zone"] = known_zone(moved["zone"])
    if "area" in moved:
        unit.area = facts["area"] = moved["area"] or ""
    unit.save(update_fields=["name", "kind", "zone", "area"])
    fields = sorted(name.removesuffix("_id") for name in moved)
    corrected = events.UnitCorrected(subject=Subject("unit", unit.pk), fields=fields, **facts)
    record(corrected, by=by, at=at, text=text)
    return unit


@transaction.atomic
def reopen_unit(unit_id: int, *, by: Actor, at: datetime) -> Unit:
    """重新启用: a unit that was closed is active again, under a parent that is."""
    tree.lock()
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.valid_to is not None:
        unit.valid_to = None
        unit.save(update_fields=["valid_to"])
        record(events.UnitReopened(subject=Subject("unit", unit.pk)), by=by, at=at)
    return unit


@transaction.atomic
def correct_staff(
    staff_id: int,
    moved: Mapping[str, Any],
    *,
    former: Place | None = None,
    place: Place | None = None,
    by: Actor,
    at: datetime,
) -> Staff:
    """更正人员: ``moved`` holds name, active_from, work_phone and login as far as they change.

    With ``former`` that post ends, with ``place`` the person holds it from now on. A login opens an
    account without a usable password.
    """
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.active_to is not None:
        raise errors.StaffGone(name=staff.name)
    text, facts = _take_over(staff, moved), dict[str, Any]()
    if moved.get("login"):
        facts["account_id"] = _give_account(staff, moved["login"], by=by, at=at)
    staff.save(update_fields=["name", "initials", "active_from", "work_phone", "account"])
    if former is not None:
        facts["ended_id"] = _end(staff, former, at)
    if place is not None:
        facts |= _hold(staff, place, at)
    fields = sorted([*moved, *(["post"] if former or place else [])])
    corrected = events.StaffCorrected(subject=Subject("staff", staff.pk), fields=fields, **facts)
    record(corrected, by=by, at=at, text=text)
    return staff


def _take_over(staff: Staff, moved: Mapping[str, Any]) -> Text | None:
    """What was written wrongly as it should be; the words of a name that changed, old → new."""
    text = None
    if "name" in moved:
        text = Text(f"{staff.name} → {moved['name']}", purpose="name")
        staff.name, staff.initials = moved["name"], initials(moved["name"])
    if "active_from" in moved:
        staff.active_from = moved["active_from"]
    if "work_phone" in moved:
        staff.work_phone = moved["work_phone"] or ""
    return text


def _give_account(staff: Staff, login: str, *, by: Actor, at: datetime) -> int:
    """The person may log in from now on; refused to whoever may already."""
    if staff.account_id is not None:
        raise errors.AlreadyHasAccount(name=staff.name)
    staff.account = access.create_account(login, by=by, at=at)
    return staff.account.pk


def _end(staff: Staff, former: Place, at: datetime) -> int | None:
    """The running appointment at the former place ends; one that begins only now never was."""
    held = (
        Appointment.objects.select_for_update(of=("self",))
        .filter(Q(until__isnull=True) | Q(until__gt=at), staff=staff)
        .filter(
            post__unit__code=former.unit_code,
            post__role__code=former.role,
            post__title=former.title,
        )
        .first()
    )
    if held is None:
        return None
    ended = held.pk
    if held.since >= at:
        held.delete()
    else:
        held.until = at
        held.save(update_fields=["until"])
    return int(ended)


def _hold(staff: Staff, place: Place, at: datetime) -> dict[str, Any]:
    unit = Unit.objects.filter(code=place.unit_code).first()
    if unit is None:
        raise errors.UnknownUnit(unit=place.unit_code)
    if unit.valid_to is not None:
        raise errors.UnitClosed(unit=unit.name)
    role = Role.objects.filter(code=place.role).first()
    if role is None:
        raise errors.UnknownRole(role=place.role)
    post, _created = Post.objects.get_or_create(unit=unit, role=role, title=place.title)
    running = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=at), staff=staff)
    held = running.filter(post=post).first()
    if held is None:
        held = Appointment.objects.create(staff=staff, post=post, since=at)
    return {"appointment_id": held.pk, "unit_id": unit.pk, "role": role.code}


@transaction.atomic
def return_staff(staff_id: int, *, by: Actor, at: datetime) -> Staff:
    """回归: somebody who had left is here again; an account may be used again, posts are given anew."""
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if staff.active_to is not None:
        staff.active_to = None
        staff.save(update_fields=["active_to"])
        if staff.account_id is not None:
            access.set_active(staff.account_id, True, by=by, at=at)
        record(events.StaffReturned(subject=Subject("staff", staff.pk)), by=by, at=at)
    return staff
