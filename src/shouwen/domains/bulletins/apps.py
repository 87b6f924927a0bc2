from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "shouwen.domains.bulletins"
    label = "bulletins"
    verbose_name = _("Bulletins")

    def ready(self) -> None:
        from shouwen.domains.bulletins import rules
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.ui import navigation

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(bulletins_issue=_("Bulletin"))
        navigation.register(
            navigation.NavItem(
                group="assessment",
                label=_("Ten-day bulletin"),
                url_name="bulletins:latest",
                icon="report",
                permission=rules.VIEW.code,
                order=20,
                prefix="/bulletins/",
            )
        )
