from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of a delivery (投递结果)."""

    DONE = "done", _("Done")
    REPEATED = "repeated", _("Known already")
    REFUSED = "refused", _("Refused")
