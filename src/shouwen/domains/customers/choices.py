from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """Value tier of a customer (客户价值)."""

    STANDARD = "standard", _("Standard")
    VALUED = "valued", _("Valued")
    KEY = "key", _("Key customer")
