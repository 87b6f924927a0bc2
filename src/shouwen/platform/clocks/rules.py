"""The verbs of the clocks and who holds them from the start."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

VIEW = Permission("clocks.view", _("See calendars, limits and how clocks were reckoned"))
CONFIGURE = Permission("clocks.configure", _("Change calendars and limits"))

PERMISSIONS = [VIEW, CONFIGURE]
PRESETS: dict[str, list[Permission]] = {
    **{role: [VIEW] for role in R if role not in (R.HR_CLERK,)},
    R.SERVICE_MANAGER: [VIEW, CONFIGURE],
    R.SYSTEM_ADMIN: [VIEW, CONFIGURE],
    R.ORG_ADMIN: [VIEW, CONFIGURE],
}
