from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from shouwen.platform.access.acting import Acting


def _to_accept(request: HttpRequest) -> int | None:
    """The number on the rail: what nobody of the own units has accepted yet."""
    from shouwen.domains.asks.queries import inbox

    acting: Acting = request.acting  # type: ignore[attr-defined]
    return inbox.to_accept(scope=acting.scope) if acting.may("asks.answer") else None


class AsksConfig(AppConfig):
    name = "shouwen.domains.asks"
    label = "asks"
    verbose_name = _("Internal requests")

    def ready(self) -> None:
        from shouwen.domains.asks import reactions, rules
        from shouwen.domains.asks.events import RequestAnswered, RequestAsked, RequestReturned
        from shouwen.domains.asks.queries import matching, naming, workload
        from shouwen.domains.asks.views import requests as views
        from shouwen.domains.cases import parts
        from shouwen.platform.access import permissions
        from shouwen.platform.clocks import matching as clocks
        from shouwen.platform.clocks.choices import ClockKind
        from shouwen.platform.notify import targets, words
        from shouwen.platform.org import matters
        from shouwen.platform.ui.navigation import NavItem, register

        parts.register("asks", card=views.card_of_case, button=views.button_of_case)
        register(
            NavItem(
                "intake",
                _("Department inbox"),
                "inbox",
                "inbox",
                permission=rules.VIEW.code,
                count=_to_accept,
                order=40,
            )
        )
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        words.register_presenter("request", naming.named)
        clocks.register(
            "request",
            matching.matches,
            number=matching.by_number,
            numbers=matching.numbers,
            values={"kind": lambda: matching.KINDS},
        )
        targets.register_roots("request", matching.roots)
        words.leave_to_owner("request", ClockKind.PROGRESS)
        matters.register("asks", at_unit=workload.at_unit, of_staff=workload.of_staff)
        for kind, sentence in (
            (RequestAsked.kind, words.Sentence(_("waits for your answer"), "message-question")),
            (RequestAnswered.kind, words.Sentence(_("was answered"), "message-check", "ok")),
            (RequestReturned.kind, words.Sentence(_("was sent back"), "arrow-back-up", "warn")),
            (reactions.SILENT, words.Sentence(_("shows no progress"), "bell-off", "late")),
        ):
            words.register_sentence(kind, sentence)
