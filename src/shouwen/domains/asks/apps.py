from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AsksConfig(AppConfig):
    name = "shouwen.domains.asks"
    label = "asks"
    verbose_name = _("Internal requests")

    def ready(self) -> None:
        from shouwen.domains.asks import reactions, rules
        from shouwen.domains.asks.events import RequestAnswered, RequestAsked, RequestReturned
        from shouwen.domains.asks.queries import naming, workload
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import words
        from shouwen.platform.org import matters

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        words.register_presenter("request", naming.named)
        matters.register("asks", at_unit=workload.at_unit, of_staff=workload.of_staff)
        for kind, sentence in (
            (RequestAsked.kind, words.Sentence(_("waits for your answer"), "message-question")),
            (RequestAnswered.kind, words.Sentence(_("was answered"), "message-check", "ok")),
            (RequestReturned.kind, words.Sentence(_("was sent back"), "arrow-back-up", "warn")),
            (reactions.SILENT, words.Sentence(_("shows no progress"), "bell-off", "late")),
        ):
            words.register_sentence(kind, sentence)
