"""Who may take customers over from another system."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

IMPORT = Permission("customers.import", _("Import customers and service accounts"))

PERMISSIONS = [IMPORT]

PRESETS: dict[str, list[Permission]] = {
    "service_manager": [IMPORT],
    "system_admin": [IMPORT],
}
