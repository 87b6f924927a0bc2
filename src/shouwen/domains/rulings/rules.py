"""Who may return a case, who rules on it, and who arbitrates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("rulings.view", _("See returns and rulings of the own units"))
SEND_BACK = Permission("rulings.send_back", _("Return cases and ask for arbitration"))
RULE = Permission("rulings.rule", _("Rule on returned cases"))
ARBITRATE = Permission("rulings.arbitrate", _("Arbitrate between units"))

PERMISSIONS = [VIEW, SEND_BACK, RULE, ARBITRATE]

_MANAGER = [VIEW, SEND_BACK, RULE, ARBITRATE]

PRESETS: dict[str, list[Permission]] = {
    "agent": [VIEW],
    "hall_clerk": [VIEW],
    "shift_leader": [VIEW, SEND_BACK, RULE],
    "duty_manager": _MANAGER,
    "expert": [VIEW, SEND_BACK],
    "dispatcher": [VIEW, SEND_BACK, RULE],
    "field_technician": [VIEW, SEND_BACK],
    "department_clerk": [VIEW, SEND_BACK],
    "department_head": [VIEW, SEND_BACK],
    "service_manager": _MANAGER,
    "county_manager": _MANAGER,
    "leader_in_charge": [VIEW, ARBITRATE],
    "auditor": [VIEW],
}
