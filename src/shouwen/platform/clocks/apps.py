from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    name = "shouwen.platform.clocks"
    label = "clocks"
    verbose_name = _("Clocks")

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.platform.clocks import roster_days, rules

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        roster_days.register()
