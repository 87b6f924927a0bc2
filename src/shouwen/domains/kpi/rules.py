"""Who may see figures, set targets and keep the numbers of users."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("kpi.view", _("See figures and the daily monitor"))
TARGET = Permission("kpi.target", _("Set targets"))

USERS = Permission("kpi.users", _("Keep the number of users of units"))

PERMISSIONS = [VIEW, TARGET, USERS]
PRESETS: dict[str, list[Permission]] = {
    "shift_leader": [VIEW],
    "duty_manager": [VIEW],
    "department_head": [VIEW],
    "service_manager": [VIEW, TARGET, USERS],
    "county_manager": [VIEW, USERS],
    "leader_in_charge": [VIEW, TARGET],
    "system_admin": [VIEW],
    "auditor": [VIEW],
}
