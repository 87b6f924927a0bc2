from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpiConfig(AppConfig):
    name = "shouwen.domains.kpi"
    label = "kpi"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from shouwen.domains.kpi import rules
        from shouwen.platform.access import permissions

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
