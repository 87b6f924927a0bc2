from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "shouwen.platform.org"
    label = "org"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.platform.org import rules
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        verb = rules.VIEW.code
        register(
            NavItem(
                "settings", _("Organisation"), "org:units", "sitemap", permission=verb, order=10
            )
        )
