from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "shouwen.platform.exports"
    label = "exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import rules
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        register(
            NavItem(
                "settings",
                _("Exports"),
                "exports:uses",
                "download",
                permission=rules.VIEW.code,
                order=26,
            )
        )
