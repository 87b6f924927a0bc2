"""Who may join cases and share work on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

LINK = Permission("teamwork.link", _("Put cases under a parent case, relate cases"))
ASSIGN = Permission("teamwork.assign", _("Give sub-tasks of a case to units and people"))
DO = Permission("teamwork.do", _("Accept and do sub-tasks of the own units"))

PERMISSIONS = [LINK, ASSIGN, DO]
_ALL = [LINK, ASSIGN, DO]

PRESETS: dict[str, list[Permission]] = {
    "agent": _ALL,
    "hall_clerk": _ALL,
    "shift_leader": _ALL,
    "duty_manager": _ALL,
    "expert": _ALL,
    "dispatcher": _ALL,
    "department_clerk": _ALL,
    "department_head": _ALL,
    "service_manager": _ALL,
    "county_manager": _ALL,
    "field_technician": [DO],
}
