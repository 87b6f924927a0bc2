from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "shouwen.domains.privacy"
    label = "privacy"
    verbose_name = _("Personal data")

    def ready(self) -> None:
        from shouwen.domains.cases import guards, parts
        from shouwen.domains.cases.choices import CaseKind
        from shouwen.domains.privacy import guarding, rules, words
        from shouwen.domains.privacy.views import cards
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(privacy_package=_("Copy of a person's data"))
        parts.register("privacy", card=cards.card_of_case)
        parts.register_rare("privacy", cards.item_of_case)
        guards.register(CaseKind.DATA_REQUEST, guarding.guard)
        words.register()
        register(
            NavItem(
                "intake",
                _("Personal data requests"),
                "privacy:requests",
                "user",
                permission=rules.HANDLE.code,
                order=60,
            )
        )
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
