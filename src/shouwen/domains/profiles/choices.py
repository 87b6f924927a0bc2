from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.TextChoices):
    """What the values of a column look like (取值样子)."""

    EMPTY = "empty", _("empty column")
    TIME = "time", _("dates and times")
    PHONE = "phone", _("telephone numbers")
    IDENTITY = "identity", _("identity numbers")
    NUMBER = "number", _("whole numbers")
    CODE = "code", _("codes, one for each row")
    WORD = "word", _("a few words that repeat")
    TEXT = "text", _("free text")
