"""Calendars, policies and limits: dated rules by which time is measured; nothing is overwritten."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, IntegerRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q, Value

from shouwen.platform.clocks.choices import (
    AmountUnit,
    Basis,
    Grade,
    Reopening,
    Statistic,
    WaitingFor,
)
from shouwen.platform.clocks.models.triggers import append_only

EARLIEST = date(2000, 1, 1)
"""Shipped limits hold from here on, so that imported history finds them."""


def always() -> DateRange:
    """From the earliest day on, without end."""
    return DateRange(EARLIEST, None)


class Calendar(models.Model):
    """One row is a named calendar (日历) in a zone of its own; its content is in its revisions."""

    code = models.CharField(max_length=40, unique=True)
    zone = models.CharField(max_length=60, default="Asia/Shanghai")

    def __str__(self) -> str:
        return self.code


class Revision(models.Model):
    """One row is a complete, immutable state of a calendar; a clock pins one.

    ``spec``: ``{"seasons": [{"from": date|null, "weekly": [[["08:30","12:00"],…] × 7]}],
    "overrides": {date: "off" | [["08:30","12:00"],…]}}``; ``years`` are those it really knows.
    """

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="revisions")
    n = models.PositiveIntegerField()
    spec = models.JSONField()
    years = IntegerRangeField(null=True)
    made_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("calendar", "n", name="clocks_revision_one_n_per_calendar")
        ]
        triggers = [append_only("clocks_revision_is_immutable")]

    def __str__(self) -> str:
        return f"{self.calendar_id}/{self.n}"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Policy(models.Model):
    """One row is a set of limits (时限方案). ``version`` rises with each change of its limits.

    It holds for ``unit_id`` and what is below (None: for everybody), on the days in ``valid``.
    ``preset`` names the shipped table it was installed from, or ``duty``: kept by the register of duties.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80, blank=True, default="")
    preset = models.CharField(max_length=40, blank=True, default="")
    unit_id = models.BigIntegerField(null=True)
    valid = DateRangeField(default=always)
    version = models.PositiveIntegerField(default=1)
    longest_wait_days = models.PositiveSmallIntegerField(default=30)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clocks_policy_is_valid_sometime", condition=Q(valid__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Limit(models.Model):
    """One row is one version of one rule (时限): which matters it fits, and how much time they have.

    The rule of the lowest ``rank`` that matches wins, in the policy of the nearest unit; ``match``
    maps a property of the matter to the value (or list of values) wanted: kind, category, channel,
    tier, area, unit (that unit and what is below). ``statistic``: the time of each matter, or the
    mean of a unit and period, which starts no clock. ``starts_on`` and ``stops_on`` are verbs of the
    owner app; blank: those its clocks of this kind have by themselves. ``longest_wait_seconds``
    caps one wait (None: the policy's).
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="limits")
    version = models.PositiveIntegerField(default=1)
    rank = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True, default="")
    match = models.JSONField(default=dict)
    kind = models.CharField(max_length=40)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.INTERNAL)
    statistic = models.CharField(max_length=4, choices=Statistic, default=Statistic.MAX)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=AmountUnit)
    calendar = models.ForeignKey(Calendar, models.PROTECT)
    starts_on = models.CharField(max_length=20, blank=True, default="")
    stops_on = models.CharField(max_length=20, blank=True, default="")
    pauses_for = ArrayField(models.CharField(max_length=20), default=list)
    longest_wait_seconds = models.PositiveIntegerField(null=True)
    reopen = models.CharField(max_length=10, choices=Reopening, default=Reopening.RESTART)
    roll_forward = models.BooleanField(default=False)
    valid = DateRangeField()
    source = models.CharField(max_length=200)
    grade = models.CharField(max_length=1, choices=Grade)
    ladder = models.ForeignKey("clocks.Ladder", models.PROTECT, null=True, related_name="limits")
    made_at = models.DateTimeField(null=True)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("policy", "rank", "version", name="clocks_limit_version_once"),
            ExclusionConstraint(
                name="clocks_limit_one_version_a_day",
                expressions=[
                    (Func("policy", "policy", Value("[]"), function="int8range"), "&&"),
                    (Func(F("rank"), F("rank"), Value("[]"), function="int4range"), "&&"),
                    ("valid", "&&"),
                ],
            ),
            models.CheckConstraint(name="clocks_limit_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="clocks_limit_wait_is_positive", condition=~Q(longest_wait_seconds=0)
            ),
            models.CheckConstraint(
                name="clocks_limit_statistic_known", condition=Q(statistic__in=Statistic.values)
            ),
            models.CheckConstraint(
                name="clocks_limit_unit_known", condition=Q(unit__in=AmountUnit.values)
            ),
            models.CheckConstraint(
                name="clocks_limit_basis_known", condition=Q(basis__in=Basis.values)
            ),
            models.CheckConstraint(
                name="clocks_limit_grade_known", condition=Q(grade__in=Grade.values)
            ),
            models.CheckConstraint(
                name="clocks_limit_reopen_known", condition=Q(reopen__in=Reopening.values)
            ),
            models.CheckConstraint(
                name="clocks_limit_pauses_known",
                condition=Q(pauses_for__contained_by=WaitingFor.values[1:]),
            ),
            models.CheckConstraint(
                name="clocks_limit_law_never_pauses",
                condition=~Q(basis=Basis.LEGAL) | Q(pauses_for=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"
