"""Who sees what was exported, who grants more, who sets how much a day is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("exports.view", _("See who exported what"))
GRANT = Permission("exports.grant", _("Let somebody export more on one day"))
SET = Permission("exports.set", _("Set how many rows may be exported a day"))

PERMISSIONS = [VIEW, GRANT, SET]

PRESETS: dict[str, list[Permission]] = {
    "auditor": [VIEW],
    "duty_manager": [VIEW, GRANT],
    "service_manager": [VIEW, GRANT],
    "leader_in_charge": [VIEW, GRANT],
    "org_admin": [VIEW, SET],
}
