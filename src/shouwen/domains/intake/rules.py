"""Who may take matters in, and for whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

OPEN = Permission("intake.open", _("Take matters in at the front desk"))
EVERYBODY = Permission(
    "intake.everybody", _("See every caller's open matters at the front desk, whoever handles them")
)

IMPORT = Permission("intake.import", _("Import registers of matters"))

FILES = Permission(
    "intake.files", _("Open the import pages; what may be brought in depends on other permissions")
)

CALLS = Permission("intake.calls", _("Tell of telephone calls over the API (telephone system)"))

TYPES = Permission("intake.types", _("Change the types of matters and what they ask"))

PERMISSIONS = [OPEN, EVERYBODY, IMPORT, FILES, CALLS, TYPES]

PRESETS: dict[str, list[Permission]] = {
    "agent": [OPEN, EVERYBODY],
    "hall_clerk": [OPEN],
    "shift_leader": [OPEN, EVERYBODY],
    "duty_manager": [OPEN, EVERYBODY],
    "callback_agent": [OPEN, EVERYBODY],
    "expert": [OPEN, EVERYBODY],
    "service_manager": [OPEN, IMPORT, FILES, TYPES],
    "system_admin": [IMPORT, FILES, TYPES],
    "org_admin": [FILES],
    "hr_clerk": [FILES],
    "county_manager": [OPEN],
}
