"""The verbs of deliveries and channels, and who holds them from the start."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

VIEW = Permission("notify.view", _("See what was sent to whom, and what failed"))
SEND = Permission("notify.send", _("Send a delivery again, or cancel it"))
CONFIGURE = Permission("notify.configure", _("Set up channels, templates and quiet hours"))

PERMISSIONS = [VIEW, SEND, CONFIGURE]

PRESETS: dict[str, list[Permission]] = {
    R.SHIFT_LEADER: [VIEW, SEND],
    R.DUTY_MANAGER: [VIEW, SEND],
    R.COUNTY_MANAGER: [VIEW, SEND],
    R.SERVICE_MANAGER: [VIEW, SEND],
    R.SYSTEM_ADMIN: [VIEW, SEND, CONFIGURE],
    R.AUDITOR: [VIEW],
}
