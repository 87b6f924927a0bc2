"""Who tells how accounts stand, and who reads the amounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

FEED = Permission(
    "balances.feed", _("Tell how accounts stand, over the API or by a file (billing system)")
)
AMOUNTS = Permission("balances.amounts", _("See the amounts that accounts owe or hold"))

PERMISSIONS = [FEED, AMOUNTS]

PRESETS: dict[str, list[Permission]] = {
    R.AGENT: [AMOUNTS],
    R.HALL_CLERK: [AMOUNTS],
    R.SHIFT_LEADER: [AMOUNTS],
    R.DUTY_MANAGER: [AMOUNTS],
    R.SERVICE_MANAGER: [AMOUNTS],
    R.SYSTEM_ADMIN: [FEED],
}
