from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "shouwen.domains.bulletins"
    label = "bulletins"
    verbose_name = _("Bulletins")

    def ready(self) -> None:
        from shouwen.domains.bulletins import rules
        from shouwen.platform.access import permissions

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
