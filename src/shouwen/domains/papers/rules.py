"""Who notes the papers a customer brings, and who says which are needed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

TICK = Permission("papers.tick", _("Note which papers a customer has handed in"))
SET = Permission("papers.set", _("Set which papers a kind of matters needs"))

PERMISSIONS = [TICK, SET]

PRESETS: dict[str, list[Permission]] = {
    **{
        role: [TICK]
        for role in (
            R.AGENT,
            R.HALL_CLERK,
            R.SHIFT_LEADER,
            R.DUTY_MANAGER,
            R.DISPATCHER,
            R.DEPARTMENT_CLERK,
            R.FIELD_TECHNICIAN,
            R.COUNTY_MANAGER,
        )
    },
    R.SERVICE_MANAGER: [TICK, SET],
    R.SYSTEM_ADMIN: [SET],
}
