from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlameConfig(AppConfig):
    name = "shouwen.domains.blame"
    label = "blame"
    verbose_name = _("Time held")

    def ready(self) -> None:
        from shouwen.domains.blame import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(blame_period=_("Time held in a period"))
        register(
            NavItem(
                "assessment",
                _("Time held"),
                "blame:period",
                "hourglass",
                permission=rules.VIEW.code,
                order=40,
            )
        )
