"""The verbs of the organisation and who holds them from the start."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

VIEW = Permission("org.view", _("See units and staff"))
EDIT_UNITS = Permission("org.edit_units", _("Create, rename, move and close units"))
EDIT_STAFF = Permission("org.edit_staff", _("Hire, appoint, release and hand over for staff"))

PERMISSIONS = [VIEW, EDIT_UNITS, EDIT_STAFF]

PRESETS: dict[str, list[Permission]] = {
    **{role: [VIEW] for role in R.values},
    R.ORG_ADMIN: [VIEW, EDIT_UNITS, EDIT_STAFF],
    R.SYSTEM_ADMIN: [VIEW],
    R.HR_CLERK: [VIEW, EDIT_STAFF],
}
