"""Who lets other systems open matters here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

MANAGE = Permission("hooks.manage", _("Keep the inbound webhooks of other systems"))

PERMISSIONS = [MANAGE]

PRESETS: dict[str, list[Permission]] = {"system_admin": [MANAGE]}
