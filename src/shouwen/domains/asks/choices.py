"""The words of an internal request, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class RequestKind(models.TextChoices):
    """Asked in writing beside a case, or quickly from the counter or the phone (快速求助)."""

    DEPARTMENT = "department", pgettext_lazy("request", "To a department")
    QUICK = "quick", _("Quick ask")


class MadeBy(models.TextChoices):
    """How the front line asked (S003-21): in writing here, or by phone and recorded here."""

    ELECTRONIC = "electronic", _("In writing")
    PHONE = "phone", pgettext_lazy("request", "By phone")


GIVEN_UP = frozenset({Outcome.NOT_REACHED, Outcome.UNCLEAR})
