"""From which side the time is looked at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    HELD = "held", _("What our units held")
    OWNED = "owned", _("Where our matters' time went")


CHARGED = frozenset({"none", "department"})
"""Whose time it is: while somebody of ours had to act. Other waits are charged to no unit."""
