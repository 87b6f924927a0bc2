from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "shouwen.domains.imports"
    label = "imports"

    def ready(self) -> None:
        from shouwen.domains.imports import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.ui.navigation import NavItem, register

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(
            export_cases=_("Register of cases"),
            export_customers=_("Register of customers"),
            export_accounts=_("Register of accounts"),
        )
        register(
            NavItem(
                "settings", _("Import"), "imports:imports", "upload", rules.FILES.code, order=60
            )
        )
