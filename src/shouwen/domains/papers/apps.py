from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "shouwen.domains.papers"
    label = "papers"
    verbose_name = _("Papers customers bring")

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.papers import rules, views, words
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        words.register()
        parts.register("papers", card=views.card)
        register(
            NavItem(
                "settings",
                _("Papers customers bring"),
                "papers:lists",
                "clipboard-list",
                permission=rules.SET.code,
                order=56,
            )
        )
