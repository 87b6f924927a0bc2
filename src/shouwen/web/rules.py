"""Permissions of the pages that belong to no app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from shouwen.platform.access.permissions import Permission

STYLE_GUIDE = Permission("web.style_guide", gettext_lazy("See the style guide"))
PERMISSIONS = (STYLE_GUIDE,)
