from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpiConfig(AppConfig):
    name = "shouwen.domains.kpi"
    label = "kpi"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from shouwen.domains.kpi import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.ui import navigation

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(kpi_rows=_("List behind a figure"))
        navigation.register(
            navigation.NavItem(
                group="assessment",
                label=_("Daily monitor"),
                url_name="kpi:monitor",
                icon="activity",
                permission=rules.VIEW.code,
                order=10,
            ),
            navigation.NavItem(
                group="assessment",
                label=_("Figures"),
                url_name="kpi:catalogue",
                icon="chart-line",
                permission=rules.VIEW.code,
                order=30,
            ),
        )
