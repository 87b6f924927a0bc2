"""静默时段: until when somebody is not disturbed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shouwen.platform.notify.models import Quiet
from shouwen.platform.org import queries as org


def quiet_until(starts: time, ends: time, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet time in which ``at`` lies, None outside it; the span may pass midnight."""
    local = at.astimezone(zone)
    clock = local.timetz().replace(tzinfo=None)
    inside = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
    if not inside:
        return None
    day = local.date()
    if starts > ends and clock >= starts:
        day += timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=zone)


def held_until(staff_ids: Collection[int], *, at: datetime) -> Mapping[int, datetime]:
    """Person → the end of the quiet time that person is in now; by the own hours, else the unit's."""
    if not staff_ids or not Quiet.objects.exists():
        return {}
    own = {q.staff_id: q for q in Quiet.objects.filter(staff_id__in=staff_ids)}
    units = {q.unit_id: q for q in Quiet.objects.filter(unit__isnull=False)}
    found: dict[int, datetime] = {}
    for staff, unit in _home(staff_ids, at).items():
        hours = own.get(staff) or _nearest(unit, units)
        zone = org.zone_of(unit)
        until = quiet_until(hours.starts, hours.ends, at=at, zone=zone) if hours else None
        if until is not None:
            found[staff] = until
    return found


def _home(staff_ids: Collection[int], at: datetime) -> dict[int, int | None]:
    """Person → the unit of the main post."""
    homes: dict[int, int | None] = dict.fromkeys(staff_ids)
    for held in org.main_posts(staff_ids, at=at):
        homes[held.staff_id] = held.post.unit_id
    return homes


def _nearest(unit: int | None, known: Mapping[int | None, Quiet]) -> Quiet | None:
    node = org.tree().nodes.get(unit) if unit is not None else None
    for ancestor in reversed(node.path if node else ()):
        if ancestor in known:
            return known[ancestor]
    return None
