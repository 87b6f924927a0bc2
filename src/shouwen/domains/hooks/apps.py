from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HooksConfig(AppConfig):
    name = "shouwen.domains.hooks"
    label = "hooks"
    verbose_name = _("Inbound webhooks")

    def ready(self) -> None:
        from shouwen.domains.hooks import models, rules
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import resealing
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        resealing.register(models.Source, "secret")
        resealing.register(models.Source, "former_secret")
        register(
            NavItem(
                "settings",
                _("Inbound webhooks"),
                "hooks:sources",
                "link",
                permission=rules.MANAGE.code,
                order=62,
            )
        )
