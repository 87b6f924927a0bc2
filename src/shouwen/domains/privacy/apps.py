from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "shouwen.domains.privacy"
    label = "privacy"
    verbose_name = _("Personal data")

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.privacy import rules, views, words
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        parts.register("privacy", card=views.card_of_case)
        parts.register_rare("privacy", views.item_of_case)
        words.register()
        register(
            NavItem(
                "settings",
                _("Keeping and erasing"),
                "privacy:retention",
                "lock",
                permission=rules.VIEW.code,
                order=28,
            )
        )
