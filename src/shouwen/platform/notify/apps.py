from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "shouwen.platform.notify"
    label = "notify"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.platform.notify import reactions, roster_notices, rules, words
        from shouwen.platform.notify.queries.naming import channels_named
        from shouwen.platform.ui.navigation import NavItem, register, register_bell

        assert reactions and roster_notices  # importing them registers them
        permissions.register(rules.PERMISSIONS, rules.PRESETS)
        words.register_presenter("channel", channels_named)
        register(
            NavItem(
                "settings",
                _("Deliveries"),
                "notify:deliveries",
                "send",
                permission=rules.VIEW.code,
                order=60,
            ),
            NavItem(
                "settings",
                _("Channels"),
                "notify:channels",
                "route",
                permission=rules.CONFIGURE.code,
                order=61,
            ),
        )
        register_bell("notify:notices", count=_unread)


def _unread(request: HttpRequest) -> int:
    from shouwen.platform.notify.queries import unread_count

    acting = getattr(request, "acting", None)
    return unread_count(acting.staff_id) if acting else 0
