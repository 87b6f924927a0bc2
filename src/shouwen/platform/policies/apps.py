from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "shouwen.platform.policies"
    label = "policies"
    verbose_name = _("Limits and policies")

    def ready(self) -> None:
        from shouwen.platform.clocks import rules
        from shouwen.platform.ui.navigation import NavItem, register

        register(
            NavItem(
                "settings",
                _("Limits and escalation"),
                "policies:limits",
                "stopwatch",
                permission=rules.VIEW.code,
                order=20,
                prefix="/limits/",
            )
        )
