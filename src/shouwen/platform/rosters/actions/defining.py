"""Which shifts there are, who keeps a roster, and who leads on which level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record
from shouwen.platform.org.models import Unit
from shouwen.platform.rosters import errors, events
from shouwen.platform.rosters.models import ChainLevel, Duty, Roster, Shift
from shouwen.platform.rosters.queries.reading import rosters, shifts_of


@transaction.atomic
def define_shift(
    unit_id: int,
    code: str,
    *,
    name: str,
    short: str,
    kind: str,
    starts: time,
    ends: time,
    needed: int = 0,
    needed_weekend: int = 0,
    needed_holiday: int = 0,
    roles: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Shift:
    """定义班次: for the unit and all below that define no shift of this code themselves.

    Duties already planned keep their hours; the next ones take the new.
    """
    Unit.objects.select_for_update().get(pk=unit_id)
    shift, _ = Shift.objects.update_or_create(
        unit_id=unit_id,
        code=code,
        defaults={
            "name": name,
            "short": short,
            "kind": kind,
            "starts": starts,
            "ends": ends,
            "needed": needed,
            "needed_weekend": needed_weekend,
            "needed_holiday": needed_holiday,
            "roles": list(roles),
            "retired_at": None,
        },
    )
    defined = events.ShiftDefined(
        subject=Subject("unit", unit_id), shift_id=shift.pk, code=code, shift_kind=kind
    )
    record(defined, by=by, at=at)
    return shift


@transaction.atomic
def retire_shift(shift_id: int, *, by: Actor, at: datetime) -> Shift:
    """停用班次: nobody is put on it any more; refused while a roster still uses it."""
    shift = Shift.objects.select_for_update().get(pk=shift_id)
    if shift.retired_at is not None:
        return shift
    for roster in rosters().filter(shifts__contains=[shift.code]):
        if any(s.pk == shift.pk for s in shifts_of(roster.unit_id)):
            raise errors.ShiftInUse(roster=roster.name)
    shift.retired_at = at
    shift.save(update_fields=["retired_at"])
    retired = events.ShiftRetired(
        subject=Subject("unit", shift.unit_id), shift_id=shift.pk, code=shift.code
    )
    record(retired, by=by, at=at)
    return shift


@transaction.atomic
def keep_roster(
    unit_id: int,
    *,
    name: str,
    shifts: Sequence[str],
    roles: Sequence[str] = (),
    below: bool = False,
    whole: bool = True,
    days_ahead: int = 5,
    roster_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Roster:
    """建排班表: the unit keeps a roster of this name; with ``roster_id`` the kept one is changed."""
    known = {shift.code for shift in shifts_of(unit_id)}
    for code in shifts:
        if code not in known:
            raise errors.ShiftUnknown(shift=code)
    Unit.objects.select_for_update().get(pk=unit_id)
    if Roster.objects.filter(unit_id=unit_id, name=name).exclude(pk=roster_id or 0).exists():
        raise errors.RosterNameTaken(name=name)
    terms: dict[str, Any] = {
        "name": name,
        "shifts": list(dict.fromkeys(shifts)),
        "roles": list(roles),
        "below": below,
        "whole": whole,
        "days_ahead": days_ahead,
    }
    if roster_id is None:
        roster = Roster.objects.create(unit_id=unit_id, **terms)
    else:
        roster = Roster.objects.select_for_update().get(pk=roster_id)
        for name_of, value in terms.items():
            setattr(roster, name_of, value)
        roster.save(update_fields=list(terms))
    kept = events.RosterSet(
        subject=Subject("roster", roster.pk), unit_id=unit_id, shifts=roster.shifts, whole=whole
    )
    record(kept, by=by, at=at)
    return roster


@transaction.atomic
def close_roster(roster_id: int, *, by: Actor, at: datetime) -> Roster:
    """撤销排班表: from now on nothing is planned in it; duties to come are withdrawn."""
    roster = Roster.objects.select_for_update().get(pk=roster_id)
    if roster.closed_at is not None:
        raise errors.RosterClosed(name=roster.name)
    Duty.objects.filter(roster=roster, since__gt=at).delete()
    roster.closed_at = at
    roster.save(update_fields=["closed_at"])
    closed = events.RosterClosed(subject=Subject("roster", roster.pk), unit_id=roster.unit_id)
    record(closed, by=by, at=at)
    return roster


@transaction.atomic
def set_chain_level(
    unit_id: int,
    level: int,
    role: str | None,
    *,
    at_unit_id: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """定指挥链: this role leads on the level, here and below; None follows the units above again."""
    Unit.objects.select_for_update().get(pk=unit_id)
    if role is None:
        ChainLevel.objects.filter(unit_id=unit_id, level=level).delete()
    else:
        ChainLevel.objects.update_or_create(
            unit_id=unit_id, level=level, defaults={"role_code": role, "at_unit_id": at_unit_id}
        )
    changed = events.ChainLevelSet(
        subject=Subject("unit", unit_id), level=level, role=role, at_unit_id=at_unit_id
    )
    record(changed, by=by, at=at)
