from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "shouwen.domains.voices"
    label = "voices"
    verbose_name = _("Opinion book and staff suggestions")

    def ready(self) -> None:
        from shouwen.domains.voices import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        register(
            NavItem(
                "intake",
                _("Opinion book"),
                "voices:book",
                "book-2",
                permission=rules.BOOK.code,
                order=22,
            ),
            NavItem("intake", _("My suggestions"), "voices:suggestions", "bulb", order=23),
        )
