from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "shouwen.domains.portal"
    label = "portal"

    def ready(self) -> None:
        from shouwen.domains.cases import parts
        from shouwen.domains.portal import events, reactions, rules
        from shouwen.domains.portal import words as story
        from shouwen.domains.portal.choices import EVALUATE, OFFER, PROGRESS
        from shouwen.domains.portal.queries.sending import reached
        from shouwen.domains.portal.views import appointing, staff
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import outsiders, words
        from shouwen.platform.ui.navigation import NavItem, register

        assert reactions  # importing it registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        story.register()
        parts.register("appointment", card=appointing.card)
        parts.register_rare("appointment", appointing.item)
        parts.register("links", card=staff.card)
        register(
            NavItem(
                "settings",
                _("Customer's page"),
                "links:terms",
                "device-mobile",
                permission=rules.TERMS.code,
                order=55,
            )
        )
        words.register_sentence(
            events.AppointmentSet.kind,
            words.Sentence(
                _("has another appointment, chosen by the customer"), "calendar", "warn"
            ),
        )
        words.register_sentence(
            events.AppointmentCancelled.kind,
            words.Sentence(
                _("has no appointment any more, the customer called it off"), "calendar", "warn"
            ),
        )
        for kind, text in (
            (PROGRESS, _("has been taken in; see how it is getting on")),
            (EVALUATE, _("has been answered; please tell us how it went")),
            (OFFER, _("needs a visit; please tell us whether this time suits you")),
        ):
            outsiders.register(kind, reached)
            words.register_sentence(kind, words.Sentence(text, "device-mobile", "info"))
