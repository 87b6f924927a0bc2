"""Who may see how long units and people held the customers' matters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("blame.view", _("See how long units and people held matters"))

PERMISSIONS = [VIEW]
PRESETS: dict[str, list[Permission]] = {
    role: [VIEW]
    for role in (
        "shift_leader",
        "duty_manager",
        "department_head",
        "service_manager",
        "county_manager",
        "leader_in_charge",
        "auditor",
    )
}
