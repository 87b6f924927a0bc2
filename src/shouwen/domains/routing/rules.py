"""Who keeps the routes; whoever dispatches is shown what they suggest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("routing.view", _("See the dispatch routes"))
MANAGE = Permission("routing.manage", _("Keep the dispatch routes of the own units"))

PERMISSIONS = [VIEW, MANAGE]

_BOTH = [VIEW, MANAGE]

PRESETS: dict[str, list[Permission]] = {
    "shift_leader": [VIEW],
    "dispatcher": [VIEW],
    "duty_manager": _BOTH,
    "service_manager": _BOTH,
    "county_manager": _BOTH,
    "leader_in_charge": _BOTH,
    "auditor": [VIEW],
}
