from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "shouwen.domains.care"
    label = "care"
    verbose_name = _("Staff care")

    def ready(self) -> None:
        from shouwen.domains.care import models, queries, rules
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import resealing, words
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        resealing.register(models.CareNote, "sealed")
        words.register_presenter(models.KIND, queries.named)
        words.register_sentence(
            models.FOLLOW_UP, words.Sentence(_("has a follow-up that is due"), "heart", "warn")
        )
        register(
            NavItem(
                "settings",
                _("Staff care"),
                "care:list",
                "heart",
                permission=rules.READ.code,
                order=12,
            )
        )
