from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "shouwen.platform.access"
    label = "access"
    verbose_name = _("Accounts and permissions")

    def ready(self) -> None:
        from shouwen.platform.access import permissions, rules
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        roles = _("Roles and permissions")
        verb = rules.VIEW_ROLES.code
        register(
            NavItem("settings", roles, "access:roles", "shield-check", permission=verb, order=20),
            NavItem(
                "settings",
                _("Looks at full data"),
                "access:looks",
                "eye",
                permission=rules.VIEW_LOOKS.code,
                order=24,
            ),
        )
