"""What is done to the unit tree."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.org import errors, events, matters, tree
from shouwen.platform.org.models import Appointment, Unit, UnitPlace
from shouwen.platform.org.queries import below_on


@transaction.atomic
def create_unit(
    code: str,
    name: str,
    kind: str,
    parent_id: int | None,
    *,
    zone: str | None = None,
    area: str = "",
    valid_from: date | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """设立单位: a new unit under a parent, or a root; ``valid_from`` defaults to the day of ``at``."""
    tree.lock()
    if Unit.objects.filter(code=code).exists():
        raise errors.UnitCodeTaken(unit=code)
    parent = active(parent_id) if parent_id is not None else None
    first_day = valid_from or day_of(at)
    unit = Unit(
        pk=new_ids(1)[0], code=code, name=name, kind=kind, parent=parent, valid_from=first_day
    )
    unit.zone, unit.area = known_zone(zone), area
    unit.path = [*(parent.path if parent else []), unit.pk]
    unit.save(force_insert=True)
    UnitPlace.objects.create(unit=unit, parent=parent, since=first_day)
    created = events.UnitCreated(
        subject=Subject("unit", unit.pk), code=code, unit_kind=kind, parent_id=parent_id
    )
    record(created, by=by, at=at)
    return unit


@transaction.atomic
def rename_unit(unit_id: int, name: str, *, by: Actor, at: datetime) -> Unit:
    """更名: the former name stays readable in the unit's timeline."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.name == name:
        return unit
    former, unit.name = unit.name, name
    unit.save(update_fields=["name"])
    renamed = events.UnitRenamed(subject=Subject("unit", unit.pk))
    record(renamed, by=by, at=at, text=Text(f"{former} → {name}", purpose="name"))
    return unit


@transaction.atomic
def set_zone(unit_id: int, zone: str | None, *, by: Actor, at: datetime) -> Unit:
    """Set the time zone in which the unit's days begin; None inherits from above."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.zone == (zone or None):
        return unit
    unit.zone = known_zone(zone)
    unit.save(update_fields=["zone"])
    record(events.UnitZoneSet(subject=Subject("unit", unit.pk), zone=unit.zone), by=by, at=at)
    return unit


@transaction.atomic
def set_area(unit_id: int, area: str, *, by: Actor, at: datetime) -> Unit:
    """城乡: say where the unit works; blank is as the unit above. Limits of new matters follow it."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.area == area:
        return unit
    unit.area = area
    unit.save(update_fields=["area"])
    record(events.UnitAreaSet(subject=Subject("unit", unit.pk), area=area), by=by, at=at)
    return unit


@transaction.atomic
def move_unit(
    unit_id: int, parent_id: int | None, *, on: date | None = None, by: Actor, at: datetime
) -> Unit:
    """改隶: the unit with all below stands under another parent from a day on (today by default).

    Earlier days keep the earlier place, so figures of the past do not move with it.
    """
    tree.lock()
    unit = active(unit_id)
    first_day = on or day_of(at)
    former = put_under(unit, parent_id, first_day, at=at)
    moved = events.UnitMoved(
        subject=Subject("unit", unit.pk),
        from_parent_id=former,
        to_parent_id=parent_id,
        on=first_day,
    )
    record(moved, by=by, at=at)
    unit.refresh_from_db()
    return unit


def put_under(unit: Unit, parent_id: int | None, on: date, *, at: datetime) -> int | None:
    """Give the unit another place from a day on and refresh the tree; the parent until then."""
    parent = active(parent_id) if parent_id is not None else None
    if parent is not None and _ever_below(unit, parent, on):
        raise errors.UnderItself
    former = _replace_place(unit, parent, on, day_of(at))
    apply_places(at=at)
    return former


@transaction.atomic
def deactivate_unit(unit_id: int, *, on: date | None = None, by: Actor, at: datetime) -> Unit:
    """撤销单位: refused while units stand under it, people hold posts in it or open matters are with it."""
    tree.lock()
    unit = active(unit_id)
    if children := Unit.objects.active().filter(parent=unit).count():
        raise errors.UnitHasChildren(count=children)
    held = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=at), post__unit=unit)
    if people := held.values("staff_id").distinct().count():
        raise errors.UnitHasPeople(count=people)
    if open_matters := matters.at_unit(unit.pk):
        raise errors.UnitHasMatters(count=open_matters)
    unit.valid_to = max(on or day_of(at), unit.valid_from)
    unit.save(update_fields=["valid_to"])
    ended = events.UnitDeactivated(subject=Subject("unit", unit.pk), on=unit.valid_to)
    record(ended, by=by, at=at)
    return unit


@transaction.atomic
def apply_places(*, at: datetime) -> int:
    """Bring the cached tree to today's places, for moves that were planned ahead; units changed."""
    tree.lock()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE org_unit u SET parent_id = p.parent_id FROM org_unit_place p"
            " WHERE p.unit_id = u.id AND u.parent_id IS DISTINCT FROM p.parent_id"
            " AND daterange(p.since, p.until) @> %s",
            [day_of(at)],
        )
        changed = int(cursor.rowcount)
    if changed:
        refresh_paths()
    return changed


def refresh_paths() -> None:
    """Derive every path from the parents; touches only rows that differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE t(id, path) AS ("
            " SELECT id, ARRAY[id] FROM org_unit WHERE parent_id IS NULL"
            " UNION ALL SELECT u.id, t.path || u.id FROM org_unit u JOIN t ON u.parent_id = t.id)"
            " UPDATE org_unit u SET path = t.path FROM t"
            " WHERE t.id = u.id AND u.path IS DISTINCT FROM t.path"
        )


def new_ids(count: int) -> list[int]:
    """Ids of units to come: a path needs them before the rows exist."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('org_unit', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def day_of(at: datetime) -> date:
    """The organisation's day of an instant."""
    return localdate(at, ZoneInfo(settings.TIME_ZONE))


def known_zone(zone: str | None) -> str | None:
    if zone and zone not in available_timezones():
        raise errors.UnknownZone(zone=zone)
    return zone or None


def active(unit_id: int) -> Unit:
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.valid_to is not None:
        raise errors.UnitClosed(unit=unit.name)
    return unit


def _ever_below(unit: Unit, parent: Unit, on: date) -> bool:
    """Whether the parent stands under the unit now, on the day of the move or after all planned moves."""
    days = (on, date.max)
    return unit.pk in parent.path or any(parent.pk in below_on(unit.pk, on=day) for day in days)


def _replace_place(unit: Unit, parent: Unit | None, on: date, today: date) -> int | None:
    """End the running place on a day and begin the next; the parent until then."""
    place = UnitPlace.objects.select_for_update().get(unit=unit, until__isnull=True)
    if place.since > on:
        if place.since > today:
            raise errors.MovePlanned(on=place.since)
        raise errors.MoveTooEarly(since=place.since)
    former = place.parent_id
    if place.since == on:
        place.parent = parent
        place.save(update_fields=["parent"])
    else:
        place.until = on
        place.save(update_fields=["until"])
        UnitPlace.objects.create(unit=unit, parent=parent, since=on)
    return former
