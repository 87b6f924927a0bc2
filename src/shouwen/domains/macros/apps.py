from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MacrosConfig(AppConfig):
    name = "shouwen.domains.macros"
    label = "macros"
    verbose_name = _("Macros")

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.cases import rules as cases
        from shouwen.domains.macros import views
        from shouwen.platform.ui.navigation import NavItem, register

        parts.register("macros", button=views.button)
        register(
            NavItem(
                "settings",
                _("Macros"),
                "macros:list",
                "wand",
                permission=cases.WORK.code,
                order=46,
            )
        )
