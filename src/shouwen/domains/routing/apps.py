from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    name = "shouwen.domains.routing"
    label = "routing"
    verbose_name = _("Dispatch routes")
