from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from shouwen.platform.access.acting import Acting


def _to_decide(request: HttpRequest) -> int | None:
    """The number on the rail: what waits for a decision of this post."""
    from shouwen.domains.appeals.queries import to_decide

    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not acting.may("appeals.decide"):
        return None
    return to_decide(scope=acting.scope, desk=acting.may("appeals.decide_desk"))


class AppealsConfig(AppConfig):
    name = "shouwen.domains.appeals"
    label = "appeals"
    verbose_name = _("Appeals")

    def ready(self) -> None:
        from shouwen.domains.appeals import events, reactions, rules, views
        from shouwen.domains.appeals import words as story
        from shouwen.domains.cases import parts
        from shouwen.platform.access import permissions
        from shouwen.platform.exports import words as exported
        from shouwen.platform.notify import words
        from shouwen.platform.ui.navigation import NavItem, register

        assert reactions  # importing it registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        exported.register(appeals=_("Appeals"))
        parts.register("appeals", card=views.card_of_case)
        story.register()
        register(
            NavItem(
                "intake",
                _("Appeals"),
                "appeals:list",
                "scale",
                permission=rules.VIEW.code,
                count=_to_decide,
                order=46,
            )
        )
        for kind, sentence in (
            (events.AppealMade.kind, words.Sentence(_("an appeal waits for your decision"), "scale", "warn")),
            (events.AppealDecided.kind, words.Sentence(_("the appeal has been decided"), "gavel")),
        ):  # fmt: skip
            words.register_sentence(kind, sentence)
