from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamworkConfig(AppConfig):
    name = "shouwen.domains.teamwork"
    label = "teamwork"
    verbose_name = _("Working together")

    def ready(self) -> None:
        from shouwen.domains.cases import marks, parts
        from shouwen.domains.cases.queries import story
        from shouwen.domains.teamwork import reactions, rules, views, words
        from shouwen.domains.teamwork.queries import looking
        from shouwen.platform.access import permissions

        assert reactions  # importing it registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        parts.register("teamwork", card=views.cards, button=views.button)
        for kind, sign in words.TOLD.items():
            story.register_teller(kind, *sign)
        parts.register_live("teamwork", views.live)
        marks.register("teamwork", looking.changed)
