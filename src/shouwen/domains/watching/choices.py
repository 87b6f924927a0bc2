"""The fixed words of watching."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """When a watcher hears what happened: within minutes, or gathered once a day."""

    SOON = "soon", _("Within minutes")
    DAILY = "daily", _("Once a day")
