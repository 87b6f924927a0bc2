"""The fixed words of rosters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ShiftKind(models.TextChoices):
    """What a shift is for; decides its colour and what rules apply to it."""

    DAY = "day", _("Early shift")
    EVENING = "evening", _("Late shift")
    NIGHT = "night", _("Night shift")
    DUTY24 = "duty24", _("24-hour duty manager")
    ON_CALL = "oncall", _("On call")
    COVER = "cover", _("Cover")


WORKED = (ShiftKind.DAY, ShiftKind.EVENING, ShiftKind.NIGHT)
"""Kinds that count as working hours."""

RESTED = (*WORKED, ShiftKind.DUTY24)
"""Kinds that need a rest between them; cover and on-call stand beside the office day."""


class DutyState(models.TextChoices):
    """A draft is paper; only what is published is in force."""

    DRAFT = "draft", pgettext_lazy("roster", "Draft")
    PUBLISHED = "published", _("Published")


class WeekState(models.TextChoices):
    """Where a week of a roster stands."""

    DRAFT = "draft", pgettext_lazy("roster", "Draft")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Published, with changes not yet published")


class SwapState(models.TextChoices):
    """How far a swap has come: ask, agree, approve."""

    ASKED = "asked", _("Waiting for the colleague")
    AGREED = "agreed", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_SWAPS = (SwapState.ASKED, SwapState.AGREED)


class PresenceState(models.TextChoices):
    """Whether somebody is there."""

    ON = "on", _("On duty")
    BREAK = "break", _("On a break")
    OFF = "off", _("Off duty")


class AbsenceKind(models.TextChoices):
    """Why somebody is away; no more than that is kept."""

    LEAVE = "leave", _("Leave")
    TRAVEL = "travel", _("Business trip")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Other")


class DayKind(models.TextChoices):
    """What a calendar day is for staff; a make-up day is a working day."""

    WORKDAY = "workday", _("Working day")
    WEEKEND = "weekend", pgettext_lazy("roster", "Rest day")
    HOLIDAY = "holiday", _("Public holiday")


class Via(models.TextChoices):
    """As what somebody is told."""

    HANDLER = "handler", _("handler")
    OWNER = "owner", _("first-contact owner")
    ON_DUTY = "on_duty", _("on duty")
    A = "A", _("A contact")
    B = "B", _("B contact")
    DEPUTY = "deputy", _("stands in")
    HEAD = "head", _("head")
    LEVEL = "level", _("chain of command")
