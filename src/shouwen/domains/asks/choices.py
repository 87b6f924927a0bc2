"""The words of an internal request, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    ASKED = "asked", _("To accept")
    IN_WORK = "in_work", _("In work")
    ENDED = "ended", _("Ended")


OPEN = frozenset({RequestState.ASKED, RequestState.IN_WORK})


class Outcome(models.TextChoices):
    """How a request came out (请求结果); the middle three count against the department (S003-23)."""

    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Sent back")
    NOT_REACHED = "not_reached", _("Nobody reached")
    UNCLEAR = "unclear", _("No clear answer")
    WITHDRAWN = "withdrawn", _("Withdrawn")


GIVEN_UP = frozenset({Outcome.NOT_REACHED, Outcome.UNCLEAR})
