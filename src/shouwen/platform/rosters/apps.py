from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "shouwen.platform.rosters"
    label = "rosters"
    verbose_name = _("Rosters")

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.platform.rosters import rules

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
