from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AsksConfig(AppConfig):
    name = "shouwen.domains.asks"
    label = "asks"
    verbose_name = _("Internal requests")

    def ready(self) -> None:
        from shouwen.domains.asks import rules
        from shouwen.platform.access import permissions

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
