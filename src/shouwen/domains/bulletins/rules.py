"""Who may read, draft and freeze bulletins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("bulletins.view", _("Read bulletins"))
DRAFT = Permission("bulletins.draft", _("Draft bulletins"))
FREEZE = Permission("bulletins.freeze", _("Freeze bulletins"))

PERMISSIONS = [VIEW, DRAFT, FREEZE]
PRESETS: dict[str, list[Permission]] = {
    "shift_leader": [VIEW],
    "duty_manager": [VIEW],
    "department_head": [VIEW],
    "service_manager": [VIEW, DRAFT, FREEZE],
    "county_manager": [VIEW, DRAFT],
    "leader_in_charge": [VIEW, FREEZE],
    "system_admin": [VIEW],
    "auditor": [VIEW],
}
