"""Who may bring in files of other systems; codes keep the names they were granted by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

IMPORT = Permission("intake.import", _("Import registers of matters"))

FILES = Permission(
    "intake.files", _("Open the import pages; what may be brought in depends on other permissions")
)

PERMISSIONS = [IMPORT, FILES]

PRESETS: dict[str, list[Permission]] = {
    "service_manager": [IMPORT, FILES],
    "system_admin": [IMPORT, FILES],
    "org_admin": [FILES],
    "hr_clerk": [FILES],
}
