from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WatchingConfig(AppConfig):
    name = "shouwen.domains.watching"
    label = "watching"
    verbose_name = _("Watching and mentions")

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.cases import rules as cases
        from shouwen.domains.watching import reactions, views, words
        from shouwen.platform.ui.navigation import NavItem, register

        assert reactions  # importing it registers them
        words.register()
        parts.register_live("watching", views.corner)
        register(
            NavItem(
                "intake",
                _("Cases you watch"),
                "watching:list",
                "eye",
                permission=cases.VIEW.code,
                order=60,
            )
        )
