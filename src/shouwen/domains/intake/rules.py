"""Who may take matters in, and for whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

OPEN = Permission("intake.open", _("Take matters in at the front desk"))
EVERYBODY = Permission(
    "intake.everybody", _("See every caller's open matters at the front desk, whoever handles them")
)

PERMISSIONS = [OPEN, EVERYBODY]

PRESETS: dict[str, list[Permission]] = {
    "agent": [OPEN, EVERYBODY],
    "hall_clerk": [OPEN],
    "shift_leader": [OPEN, EVERYBODY],
    "duty_manager": [OPEN, EVERYBODY],
    "callback_agent": [OPEN, EVERYBODY],
    "expert": [OPEN, EVERYBODY],
    "service_manager": [OPEN],
    "county_manager": [OPEN],
}
