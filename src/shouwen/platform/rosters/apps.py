from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "shouwen.platform.rosters"
    label = "rosters"
    verbose_name = _("Rosters")

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.rosters import (  # noqa: F401 - reactions register themselves
            reactions,
            rules,
        )
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(rosters_week=_("Roster of a week"))
        verb = rules.VIEW.code
        register(NavItem("settings", _("Rosters"), "rosters:home", "users", verb, order=20))
