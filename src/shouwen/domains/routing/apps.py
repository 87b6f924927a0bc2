from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    name = "shouwen.domains.routing"
    label = "routing"
    verbose_name = _("Dispatch routes")

    def ready(self) -> None:
        from shouwen.domains.routing import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        register(
            NavItem(
                "settings",
                _("Dispatch routes"),
                "routing:routes",
                "route",
                permission=rules.VIEW.code,
                order=45,
            )
        )
