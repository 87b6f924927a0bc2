from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamworkConfig(AppConfig):
    name = "shouwen.domains.teamwork"
    label = "teamwork"
    verbose_name = _("Working together")

    def ready(self) -> None:
        from shouwen.domains.cases import marks, parts
        from shouwen.domains.teamwork import views
        from shouwen.domains.teamwork.queries import looking

        parts.register_live("teamwork", views.live)
        marks.register("teamwork", looking.changed)
