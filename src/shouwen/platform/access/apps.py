from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "shouwen.platform.access"
    label = "access"
    verbose_name = _("Accounts and permissions")

    def ready(self) -> None:
        from shouwen.platform.access import permissions, rules

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
