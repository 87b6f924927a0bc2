from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReopeningConfig(AppConfig):
    name = "shouwen.domains.reopening"
    label = "reopening"
    verbose_name = _("Reopening")

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.cases.errors import TooLateToReopen
        from shouwen.domains.cases.events import CaseReopened
        from shouwen.domains.reopening import actions, reactions, rules, views
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import words
        from shouwen.platform.ui.navigation import NavItem, register

        assert reactions  # importing it registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        parts.register("reopening", card=views.card)
        parts.register_rare("reopening", views.in_the_menu)
        parts.register_way_out(TooLateToReopen.code, views.way_out)
        reopened = words.Sentence(_("was reopened; it is yours again"), "refresh", "warn")
        words.register_sentence(CaseReopened.kind, reopened)
        asked = words.Sentence(_("the customer is dissatisfied; reopen it?"), "mood-sad", "mood")
        words.register_sentence(actions.ASKED, asked)
        register(
            NavItem(
                "settings",
                _("Reopening"),
                "reopening:rules",
                "refresh",
                permission=rules.SET.code,
                order=55,
            )
        )
