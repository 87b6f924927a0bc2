from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "shouwen.platform.notify"
    label = "notify"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from shouwen.platform.notify import (  # noqa: F401 - they register themselves
            reactions,
            roster_notices,
        )
        from shouwen.platform.ui.navigation import register_bell

        register_bell("notify:notices", count=_unread)


def _unread(request: HttpRequest) -> int:
    from shouwen.platform.notify.queries import unread_count

    acting = getattr(request, "acting", None)
    return unread_count(acting.staff_id) if acting else 0
