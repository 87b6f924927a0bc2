"""How the time of a duty is counted, and in which manners a department is asked under it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.platform.clocks.choices import AmountUnit


class State(models.TextChoices):
    """A draft binds nobody; what is published is never edited, only followed or ended."""

    DRAFT = "draft", pgettext_lazy("duty", "Draft")
    PUBLISHED = "published", pgettext_lazy("duty", "Published")


class Counting(models.TextChoices):
    """Minutes run around the clock; hours and days are those of office hours."""

    MINUTES = AmountUnit.MINUTES.value, _("minutes, around the clock")
    HOURS = AmountUnit.HOURS.value, _("working hours")
    DAYS = AmountUnit.WORKING_DAYS.value, _("working days")

    @property
    def calendar(self) -> str:
        return "24x7" if self == Counting.MINUTES else "office"


WAITING, QUICK, WRITTEN = "quick_waiting", "quick", ""
MANNERS = (WAITING, QUICK, WRITTEN)
"""With the customer waiting, quickly, in writing: the kinds that conditions of limits know, narrowest first."""
