"""Who of the staff deals with customers' links, and who sets when they are sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

LINKS = Permission(
    "portal.links", _("Send customers the link to their page anew, and take it back")
)
TERMS = Permission(
    "portal.terms", _("Set when links are sent and how long customers may urge and evaluate")
)

PERMISSIONS = [LINKS, TERMS]

PRESETS: dict[str, list[Permission]] = {
    **{
        role: [LINKS]
        for role in (
            R.AGENT,
            R.HALL_CLERK,
            R.SHIFT_LEADER,
            R.DUTY_MANAGER,
            R.CALLBACK_AGENT,
            R.COUNTY_MANAGER,
        )
    },
    R.SERVICE_MANAGER: [LINKS, TERMS],
    R.SYSTEM_ADMIN: [TERMS],
}
