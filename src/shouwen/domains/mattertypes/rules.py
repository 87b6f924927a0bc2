"""Who may change the types of matters; codes keep the name they were granted by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.platform.access.permissions import Permission

TYPES = Permission("intake.types", _("Change the types of matters and what they ask"))

PERMISSIONS = [TYPES]

PRESETS: dict[str, list[Permission]] = {"service_manager": [TYPES], "system_admin": [TYPES]}
