from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """Value tier of a customer (客户价值)."""

    STANDARD = "standard", _("Standard")
    VALUED = "valued", _("Valued")
    KEY = "key", _("Key customer")


class Purpose(models.TextChoices):
    """What a customer's number is used for beyond the matter itself (使用目的)."""

    PROGRESS = "progress", _("Messages about the progress of the own matters")
    EVALUATION = "evaluation", _("Invitations to evaluate")
    MARKETING = "marketing", _("Offers and news")


class ConsentChannel(models.TextChoices):
    """By which way somebody may be written or spoken to."""

    SMS = "sms", _("Text message")
    PHONE = "phone", _("Telephone")


class Evidence(models.TextChoices):
    """How the customer said so (凭据)."""

    CALL = "call", _("Said on the telephone")
    COUNTER = "counter", _("Said at the counter")
    PAPER = "paper", _("Signed on paper")
    PAGE = "page", _("Chosen on the own page")
    IMPORT = "import", _("Taken over from another system")
