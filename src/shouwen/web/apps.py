from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "shouwen.web"
    label = "web"

    def ready(self) -> None:
        from shouwen.domains.cases.rules import VIEW
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register
        from shouwen.web import rules

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        desk = NavItem(
            "intake", _("My desk"), "desk", "layout-dashboard", permission=VIEW.code, order=10
        )
        health = NavItem(
            "settings", _("Health"), "health", "heart", permission=rules.HEALTH.code, order=90
        )
        register(desk, health)
