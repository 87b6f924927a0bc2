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

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
