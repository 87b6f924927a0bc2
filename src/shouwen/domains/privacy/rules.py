"""Who answers requests about personal data, who sees and holds what is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

HANDLE = Permission("privacy.handle", _("Answer requests of customers about their data"))
VIEW = Permission("privacy.view", _("See how long data are kept and what was erased"))
HOLD = Permission("privacy.hold", _("Hold cases and customers from being erased"))

PERMISSIONS = [HANDLE, VIEW, HOLD]

PRESETS: dict[str, list[Permission]] = {
    "shift_leader": [HANDLE],
    "duty_manager": [HANDLE],
    "county_manager": [HANDLE],
    "service_manager": [HANDLE, VIEW, HOLD],
    "leader_in_charge": [VIEW, HOLD],
    "org_admin": [VIEW],
    "auditor": [VIEW],
}
