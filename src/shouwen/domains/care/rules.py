"""Who writes and reads notes on staff care. A permission alone never opens a note: see ``queries.readable``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

READ = Permission("care.read", _("Read notes on staff care of the own line"))
WRITE = Permission("care.write", _("Write notes on the care of the own team"))
EVERYBODY = Permission("care.everybody", _("Read notes on staff care of all units"))

PERMISSIONS = [READ, WRITE, EVERYBODY]

_LEADER = [READ, WRITE]
PRESETS: dict[str, list[Permission]] = {
    R.SHIFT_LEADER: _LEADER,
    R.DUTY_MANAGER: _LEADER,
    R.SERVICE_MANAGER: _LEADER,
    R.DEPARTMENT_HEAD: _LEADER,
    R.COUNTY_MANAGER: _LEADER,
    R.HR_CLERK: [READ, EVERYBODY],
}
