"""Permissions of the pages that belong to no app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.permissions import Permission

STYLE_GUIDE = Permission("web.style_guide", gettext_lazy("See the style guide"))
HEALTH = Permission("web.health", gettext_lazy("See how the installation is doing"))
PERMISSIONS = (STYLE_GUIDE, HEALTH)
PRESETS: dict[str, list[Permission]] = {R.SYSTEM_ADMIN: [HEALTH], R.AUDITOR: [HEALTH]}
