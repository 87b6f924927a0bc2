"""Who answers requests about personal data, who sees and holds what is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

HANDLE = Permission("privacy.handle", _("Answer requests of customers about their data"))
VIEW = Permission("privacy.view", _("See how long data are kept and what was erased"))
HOLD = Permission("privacy.hold", _("Hold cases and customers from being erased"))

RULES = Permission(
    "privacy.rules", _("Propose and confirm how long data are kept; switch the nights")
)

PERMISSIONS = [HANDLE, VIEW, HOLD, RULES]

PRESETS: dict[str, list[Permission]] = {
    "shift_leader": [HANDLE],
    "duty_manager": [HANDLE],
    "county_manager": [HANDLE],
    "service_manager": [HANDLE, VIEW, HOLD, RULES],
    "leader_in_charge": [VIEW, HOLD, RULES],
    "org_admin": [VIEW, RULES],
    "auditor": [VIEW],
}
