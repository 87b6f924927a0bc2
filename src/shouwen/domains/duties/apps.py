from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "shouwen.domains.duties"
    label = "duties"
    verbose_name = _("Duties of departments")

    def ready(self) -> None:
        from shouwen.domains.duties import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(duties=_("Duty register"))
        register(
            NavItem(
                "knowledge",
                _("Duties of departments"),
                "duties:overview",
                "clipboard-list",
                permission=rules.VIEW.code,
                order=30,
            )
        )
