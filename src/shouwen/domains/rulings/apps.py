from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from shouwen.platform.access.acting import Acting


def _to_decide(request: HttpRequest) -> int | None:
    """The number on the rail: what waits for a ruling or arbitration of this post."""
    from shouwen.domains.rulings.queries import to_decide

    acting: Acting = request.acting  # type: ignore[attr-defined]
    rules, arbitrates = acting.may("rulings.rule"), acting.may("rulings.arbitrate")
    if not (rules or arbitrates):
        return None
    return to_decide(scope=acting.scope, rules=rules, arbitrates=arbitrates)


class RulingsConfig(AppConfig):
    name = "shouwen.domains.rulings"
    label = "rulings"
    verbose_name = _("Returns and rulings")

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.cases.events import CaseSentBack
        from shouwen.domains.rulings import events, reactions, rules, views
        from shouwen.domains.rulings import words as story
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import words
        from shouwen.platform.ui.navigation import NavItem, register

        assert reactions  # importing it registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        parts.register("rulings", card=views.card_of_case, button=views.button_of_case)
        parts.register_way_out("return_instead", views.button_of_case)
        story.register()
        register(
            NavItem(
                "intake",
                _("Returns and rulings"),
                "rulings:list",
                "gavel",
                permission=rules.VIEW.code,
                count=_to_decide,
                order=45,
            )
        )
        for kind, sentence in (
            (CaseSentBack.kind, words.Sentence(_("was returned and waits for your ruling"), "arrow-back-up", "warn")),
            (events.ReturnRuled.kind, words.Sentence(_("has been ruled on"), "gavel")),
            (events.ReturnArbitrated.kind, words.Sentence(_("has been arbitrated"), "scale")),
        ):  # fmt: skip
            words.register_sentence(kind, sentence)
