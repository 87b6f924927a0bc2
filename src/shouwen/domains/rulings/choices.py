"""The words of returns and rulings, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """退回原因 of the unit that has the case."""

    NOT_OURS = "not_ours", _("Not our duty")
    PAPERS_MISSING = "papers_missing", _("Papers missing")
    DUPLICATE = "duplicate", _("Dispatched twice")
    ALREADY_DONE = "already_done", _("Done already")


class Step(models.TextChoices):
    """The first return of an instance is ruled by the desk, the second by arbitration."""

    RETURN = "return", _("Return")
    ARBITRATION = "arbitration", _("Arbitration")


class ReturnState(models.TextChoices):
    ASKED = "asked", _("To be ruled")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    ARBITRATED = "arbitrated", _("Arbitrated")
    LAPSED = "lapsed", _("Overtaken")


RULED = frozenset({ReturnState.AGREED, ReturnState.REFUSED, ReturnState.ARBITRATED})
