"""The words of figures."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Charge(StrEnum):
    """To whose charge a figure goes: who had the matter at the deciding instant, or who took it in."""

    HANDLER = "handler"
    OWNER = "owner"


class Shape(StrEnum):
    """How the rows of a definition become a value."""

    RATE = "rate"  # numerator ÷ denominator
    COUNT = "count"  # how many rows
    STOCK = "stock"  # how many hits, out of the rows
    MEAN = "mean"  # Σ seconds ÷ rows
    SCORE = "score"  # points given ÷ points there were to give
    PER_MILLE = "per_mille"  # how many for each thousand users
    HOURS = "hours"  # Σ seconds as hours, over the cases concerned


class Operator(models.TextChoices):
    """What a target asks of the value."""

    LESS = "<", _("below")
    AT_MOST = "<=", _("at most")
    AT_LEAST = ">=", _("at least")
    EXACTLY = "=", _("exactly")


class Subject(StrEnum):
    """What a row is, and so what a reader opens behind a number."""

    CASE = "case"
    REQUEST = "request"
