"""Who may ask another department, and who answers for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("asks.view", _("See internal requests of the own units"))
ASK = Permission("asks.ask", _("Ask another department"))
ANSWER = Permission("asks.answer", _("Accept, note and answer internal requests"))

PERMISSIONS = [VIEW, ASK, ANSWER]

_BOTH = [VIEW, ASK, ANSWER]

PRESETS: dict[str, list[Permission]] = {
    "agent": [VIEW, ASK],
    "hall_clerk": [VIEW, ASK],
    "shift_leader": _BOTH,
    "duty_manager": _BOTH,
    "expert": _BOTH,
    "dispatcher": _BOTH,
    "field_technician": [VIEW, ASK],
    "department_clerk": _BOTH,
    "department_head": _BOTH,
    "callback_agent": [VIEW, ASK],
    "service_manager": _BOTH,
    "county_manager": _BOTH,
    "leader_in_charge": [VIEW],
    "auditor": [VIEW],
}
