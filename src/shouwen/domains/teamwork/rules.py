"""Who may join cases and share work on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

LINK = Permission("teamwork.link", _("Put cases under a parent case, relate cases"))

PERMISSIONS = [LINK]

PRESETS: dict[str, list[Permission]] = {
    "agent": [LINK],
    "hall_clerk": [LINK],
    "shift_leader": [LINK],
    "duty_manager": [LINK],
    "expert": [LINK],
    "dispatcher": [LINK],
    "department_clerk": [LINK],
    "department_head": [LINK],
    "service_manager": [LINK],
    "county_manager": [LINK],
}
