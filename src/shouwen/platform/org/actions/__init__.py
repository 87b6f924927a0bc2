"""What is done to units, people, posts and contacts."""

from shouwen.platform.org.actions.bulk import StaffRow, UnitRow, ensure_staff, ensure_units
from shouwen.platform.org.actions.corrections import (
    correct_staff,
    correct_unit,
    reopen_unit,
    return_staff,
)
from shouwen.platform.org.actions.staff import (
    appoint,
    end_appointment,
    hire,
    leave,
    open_account,
    rename_staff,
    set_contact,
    set_work_phone,
)
from shouwen.platform.org.actions.units import (
    apply_places,
    create_unit,
    deactivate_unit,
    move_unit,
    rename_unit,
    set_area,
    set_zone,
)
from shouwen.platform.org.queries import Place

__all__ = [
    "Place",
    "StaffRow",
    "UnitRow",
    "apply_places",
    "appoint",
    "correct_staff",
    "correct_unit",
    "create_unit",
    "deactivate_unit",
    "end_appointment",
    "ensure_staff",
    "ensure_units",
    "hire",
    "leave",
    "move_unit",
    "open_account",
    "rename_staff",
    "rename_unit",
    "reopen_unit",
    "return_staff",
    "set_area",
    "set_contact",
    "set_work_phone",
    "set_zone",
]
