"""Who may see figures and set targets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("kpi.view", _("See figures and the daily monitor"))
TARGET = Permission("kpi.target", _("Set targets"))

PERMISSIONS = [VIEW, TARGET]
PRESETS: dict[str, list[Permission]] = {
    "shift_leader": [VIEW],
    "duty_manager": [VIEW],
    "department_head": [VIEW],
    "service_manager": [VIEW, TARGET],
    "county_manager": [VIEW],
    "leader_in_charge": [VIEW, TARGET],
    "system_admin": [VIEW],
    "auditor": [VIEW],
}
