from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "shouwen.domains.intake"
    label = "intake"

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.intake import rules
        from shouwen.domains.intake.views import cards
        from shouwen.platform.access import permissions
        from shouwen.platform.ui.navigation import NavItem, register

        parts.register("intake", card=cards.answers_of_case)
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        register(
            NavItem("intake", _("Front desk"), "intake:new", "headset", rules.OPEN.code, order=20),
            NavItem(
                "intake",
                _("Calls"),
                "intake:calls",
                "phone-incoming",
                rules.EVERYBODY.code,
                order=21,
            ),
        )
