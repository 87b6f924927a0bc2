"""The chain of command: who leads a unit on which level."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.org.models import Appointment
from shouwen.platform.org.queries import running
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters.models import ChainLevel

DEFAULT: dict[int, tuple[str, ...]] = {
    1: (R.SHIFT_LEADER,),
    2: (R.DEPARTMENT_HEAD, R.COUNTY_MANAGER, R.SERVICE_MANAGER),
    3: (R.LEADER_IN_CHARGE,),
}
"""班长 → 部门负责人 → 分管领导: what holds where a unit and those above it say nothing else."""


def chain(unit_id: int, level: int, *, at: datetime) -> list[int]:
    """The people of this level for the unit: those of the nearest unit upwards that has the role."""
    return chain_on(path_of(unit_id), level, at=at)


def chain_on(path: tuple[int, ...], level: int, *, at: datetime) -> list[int]:
    """The same, for a unit given by the units from the root down to it."""
    rows = ChainLevel.objects.filter(unit_id__in=path, level=level)
    said = {row.unit_id: row for row in rows}
    own = next((said[unit] for unit in reversed(path) if unit in said), None)
    if own is None:
        return holders(path, DEFAULT.get(level, ()), at=at)
    if own.at_unit_id is not None:
        return holders((own.at_unit_id,), (own.role_code,), at=at)
    return holders(path, (own.role_code,), at=at)


def holders(path: Collection[int], roles: Collection[str], *, at: datetime) -> list[int]:
    """Who holds one of the roles at the last unit of the path that has it; in the order of staff numbers."""
    if not roles:
        return []
    held = Appointment.objects.filter(
        running(at), post__unit_id__in=path, post__role__code__in=roles, staff__active_to=None
    ).order_by("staff__number")
    by_unit: dict[int, list[int]] = {}
    for unit, staff in held.values_list("post__unit_id", "staff_id"):
        if staff not in (at_unit := by_unit.setdefault(unit, [])):
            at_unit.append(staff)
    return next((by_unit[unit] for unit in reversed(list(path)) if unit in by_unit), [])


def path_of(unit_id: int) -> tuple[int, ...]:
    node = tree().nodes.get(unit_id)
    return node.path if node else ()
