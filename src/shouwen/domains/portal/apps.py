from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "shouwen.domains.portal"
    label = "portal"

    def ready(self) -> None:
        from shouwen.domains.portal import reactions
        from shouwen.domains.portal.choices import EVALUATE, PROGRESS
        from shouwen.domains.portal.queries.sending import reached
        from shouwen.platform.notify import outsiders, words

        assert reactions  # importing it registers them
        for kind, text in (
            (PROGRESS, _("has been taken in; see how it is getting on")),
            (EVALUATE, _("has been answered; please tell us how it went")),
        ):
            outsiders.register(kind, reached)
            words.register_sentence(kind, words.Sentence(text, "device-mobile", "info"))
