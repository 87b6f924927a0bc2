from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "shouwen.platform.calendars"
    label = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from shouwen.platform.calendars import (
            reactions,  # noqa: F401 - registers itself
            words,
        )
        from shouwen.platform.clocks import rules
        from shouwen.platform.ui.navigation import NavItem, register

        words.register()
        register(
            NavItem(
                "settings",
                _("Calendars"),
                "calendars:calendars",
                "calendar",
                permission=rules.VIEW.code,
                order=30,
                prefix="/calendars/",
            )
        )
