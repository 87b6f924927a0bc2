from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamworkConfig(AppConfig):
    name = "shouwen.domains.teamwork"
    label = "teamwork"
    verbose_name = _("Working together")

    def ready(self) -> None:
        from shouwen.domains.cases import marks, models, parts
        from shouwen.domains.cases.queries import story
        from shouwen.domains.teamwork import reactions, rules, views, words
        from shouwen.domains.teamwork.events import TaskAssigned, TaskDone
        from shouwen.domains.teamwork.queries import looking, tasks
        from shouwen.platform.access import permissions
        from shouwen.platform.clocks import matching as clocks
        from shouwen.platform.notify import words as notices
        from shouwen.platform.org import matters

        assert reactions  # importing it registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        models.REACHED_THROUGH.add("task")
        clocks.register("task", tasks.matches, numbers=tasks.numbers)
        matters.register("teamwork", at_unit=tasks.at_unit, of_staff=tasks.of_staff)
        notices.register_presenter("task", tasks.named)
        for event, sentence in (
            (TaskAssigned, notices.Sentence(_("is given to you"), "clipboard-check", "info")),
            (TaskDone, notices.Sentence(_("is done"), "circle-check", "ok")),
        ):
            notices.register_sentence(event.kind, sentence)
        parts.register_remark("teamwork", tasks.remark)
        parts.register("teamwork", card=views.cards, button=views.button)
        for kind, sign in words.TOLD.items():
            story.register_teller(kind, *sign)
        parts.register_live("teamwork", views.live)
        marks.register("teamwork", looking.changed)
