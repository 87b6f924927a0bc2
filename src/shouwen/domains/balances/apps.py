from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BalancesConfig(AppConfig):
    name = "shouwen.domains.balances"
    label = "balances"
    verbose_name = _("Balances of accounts")

    def ready(self) -> None:
        from shouwen.domains.balances import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        register(
            NavItem(
                "settings",
                _("Balances by file"),
                "balances:standings",
                "file-upload",
                permission=rules.FEED.code,
                order=63,
            )
        )
