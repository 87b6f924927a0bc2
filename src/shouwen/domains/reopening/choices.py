"""The words of reopening by policy."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dissatisfied(models.TextChoices):
    """What a dissatisfied evaluation does to the case it judges."""

    OFF = "off", _("Nothing by itself")
    ASK = "ask", _("The owner and the leaders are asked to reopen it")
    AUTOMATIC = "automatic", _("It is reopened at once")
