"""The words of data-subject requests and of retention."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    """What somebody asks about the own data (个人信息请求)."""

    COPY = "copy", _("A copy of the own data")
    CORRECTION = "correction", _("Correction of the own data")
    DELETION = "deletion", _("Deletion of the own data")
    WITHDRAWAL = "withdrawal", _("Withdrawal of all consents")


class Checked(models.TextChoices):
    """How it was made sure who asks (身份核验)."""

    CALL_BACK = "call_back", _("Called back on the number on record")
    PAPERS = "papers", _("Identity card seen at the counter")
    WRITING = "writing", _("Signed letter with a copy of the card")


class What(models.TextChoices):
    """What a rule erases (清除内容)."""

    TEXTS = "texts", _("Words of ended cases")
    FILES = "files", _("Files of ended cases")
    CUSTOMERS = (
        "customers",
        _("Name, numbers and address of customers without cases or lines in use"),
    )
