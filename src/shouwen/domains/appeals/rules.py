"""Who appeals, and who decides about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

VIEW = Permission("appeals.view", _("See appeals of the own units"))
APPEAL = Permission("appeals.appeal", _("Appeal late verdicts and evaluations of the own units"))
DECIDE = Permission("appeals.decide", _("Decide appeals"))
DECIDE_DESK = Permission("appeals.decide_desk", _("Decide appeals of the service desk itself"))
TERMS = Permission("appeals.terms", _("Set the time limits of appeals"))

PERMISSIONS = [VIEW, APPEAL, DECIDE, DECIDE_DESK, TERMS]

_UNIT = [VIEW, APPEAL]

PRESETS: dict[str, list[Permission]] = {
    "agent": _UNIT,
    "hall_clerk": _UNIT,
    "shift_leader": _UNIT,
    "duty_manager": _UNIT,
    "expert": _UNIT,
    "dispatcher": _UNIT,
    "field_technician": _UNIT,
    "department_clerk": _UNIT,
    "department_head": _UNIT,
    "county_manager": _UNIT,
    "service_manager": [VIEW, DECIDE, TERMS],
    "leader_in_charge": [VIEW, DECIDE, DECIDE_DESK],
    "auditor": [VIEW],
}
