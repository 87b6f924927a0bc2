from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "shouwen.domains.profiles"
    label = "profiles"
    verbose_name = _("Editing import profiles")
