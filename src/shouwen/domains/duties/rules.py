"""Who reads the duties of departments, who drafts them, and who promises them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

VIEW = Permission("duties.view", _("See the duties of departments and their time limits"))
DRAFT = Permission("duties.draft", _("Draft the duties of the own units"))
PUBLISH = Permission("duties.publish", _("Publish and end the duties of the own units"))

PERMISSIONS = [VIEW, DRAFT, PUBLISH]

_ALL = [VIEW, DRAFT, PUBLISH]

PRESETS: dict[str, list[Permission]] = {
    **{role: [VIEW] for role in R.values},
    R.DEPARTMENT_CLERK: [VIEW, DRAFT],
    R.DEPARTMENT_HEAD: _ALL,
    R.SERVICE_MANAGER: _ALL,
    R.COUNTY_MANAGER: _ALL,
    R.LEADER_IN_CHARGE: _ALL,
}
