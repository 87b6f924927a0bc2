from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatterTypesConfig(AppConfig):
    name = "shouwen.domains.mattertypes"
    label = "mattertypes"

    def ready(self) -> None:
        from shouwen.domains.cases.lists.queries import fields
        from shouwen.domains.mattertypes import queries, rules
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        fields.register(queries.described)
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        register(
            NavItem(
                "settings",
                _("Types of matters"),
                "mattertypes:types",
                "list-details",
                rules.TYPES.code,
                order=54,
            )
        )
