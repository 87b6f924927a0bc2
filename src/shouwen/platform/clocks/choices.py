"""The words of the two ledgers: what a clock measures, what a matter waits for, how it ended."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

SOON = timedelta(hours=2)
"""即将到期: what has no more than this left stands in the tabs and figures of what is due soon."""


class ClockKind(models.TextChoices):
    """What a clock measures (时限种类). Other apps may use further kinds; these are ours."""

    FIRST_RESPONSE = "first_response", _("First response")
    CONTACT = "contact", _("Contact the customer")
    RESOLUTION = "resolution", _("Settle and answer the customer")
    REWORK = "rework", _("Rework")
    EVALUATION = "evaluation", _("Customer evaluation")
    PENDING = "pending", _("Its limit has not begun yet")
    INTERNAL_REPLY = "internal_reply", _("Reply of the department")
    PROGRESS = "progress", _("Next note of progress")


THE_WORK = (ClockKind.RESOLUTION, ClockKind.REWORK)
"""The clocks of the work itself: the first time, and done again (返工)."""


class Basis(models.TextChoices):
    """Whose limit it is: our own promise, or the law's."""

    INTERNAL = "internal", _("Internal limit")
    LEGAL = "legal", _("Legal limit")


class WaitingFor(models.TextChoices):
    """What a matter waits for (挂起原因) while somebody has it."""

    NONE = "none", _("Not waiting")
    CUSTOMER = "customer", _("Waiting for the customer")
    DEPARTMENT = "department", _("Waiting for a department")
    PARTNER = "partner", _("Waiting for a partner")
    WEATHER = "weather", _("Weather")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    OTHER = "other", _("Other reason")


class AmountUnit(models.TextChoices):
    """In what a limit is stated; it decides how the due time is found."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")


class Statistic(models.TextChoices):
    """What a limit bounds: the time of each matter, or the mean over a unit and period."""

    MAX = "max", _("Each matter")
    MEAN = "mean", _("Mean of the period")


class Reopening(models.TextChoices):
    """What a reopened matter's new clock starts with."""

    CONTINUE = "continue", _("Continue with the time already used")
    RESTART = "restart", _("Start again from zero")
    REWORK = "rework", _("Rework: a limit of its own, charged to whoever answered")


class Grade(models.TextChoices):
    """How well the source of a limit is known."""

    TEXT = "T", _("The primary text was read")
    WEB = "W", _("Read on a third-party page")
    MEMORY = "M", _("From memory or house habit; to be confirmed")


class EventKind(models.TextChoices):
    """What can happen to a clock."""

    START = "start", _("Started")
    STOP = "stop", _("Stopped")
    RETARGET = "retarget", _("Given another due time")
    VOID = "void", _("Made void")


class VerdictKind(models.TextChoices):
    """How a clock came out (时限结论)."""

    MET = "met", _("In time")
    BREACHED = "breached", _("Overdue")
    VOID = "void", _("Does not count")


class StepWhen(models.TextChoices):
    """When a step of a ladder comes."""

    SHARE = "share", _("At a share of the time")
    BEFORE = "before", _("Before the due time")
    AFTER = "after", _("After the due time")
    WORKING_DAYS = "working_days", _("Working days after the due time")


class Effect(models.TextChoices):
    """What a step does when it comes."""

    NOTIFY = "notify", _("Notify")
    REASSIGN = "reassign", _("Give the matter to somebody else")
    PROPOSE_SUPERVISION = "propose_supervision", _("Propose supervision")


class ChannelKind(models.TextChoices):
    """The ways by which a step reaches people."""

    IN_APP = "in_app", _("In the application")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    ROBOT = "robot", _("Group robot")
    WEBHOOK = "webhook", _("Webhook")


TARGETS = "(handler|owner|contact|shift_leader|duty_manager|level:[1-9]|role:[a-z][a-z0-9_]*)"
"""Whom a step reaches: resolved by the roster when it comes, never before."""
