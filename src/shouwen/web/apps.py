from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "shouwen.web"
    label = "web"

    def ready(self) -> None:
        from shouwen.domains.cases.rules import LEAD, VIEW
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register
        from shouwen.web import rules
        from shouwen.web.leader.views import overdue

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        desk = NavItem(
            "intake", _("My desk"), "desk", "layout-dashboard", permission=VIEW.code, order=10
        )
        health = NavItem(
            "settings", _("Health"), "health", "heart", permission=rules.HEALTH.code, order=90
        )
        leader = NavItem(
            "intake",
            _("Shift leader's desk"),
            "leader",
            "bolt",
            permission=LEAD.code,
            count=overdue,
            tone="late",
            order=25,
        )
        register(desk, leader, health)
