"""Calendars, policies and limits: the rules by which time is measured."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, IntegerRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from shouwen.platform.clocks.choices import AmountUnit, Basis, Grade, Reopening, WaitingFor
from shouwen.platform.clocks.models.triggers import append_only


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


class Policy(models.Model):
    """One row is a set of limits (时限方案). ``version`` rises with each change of its limits."""

    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    longest_wait_days = models.PositiveSmallIntegerField(default=30)
    stopped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Limit(models.Model):
    """One row is one version of one rule (时限): which matters it fits, and how much time they have.

    The rule of the lowest ``rank`` that matches wins; ``match`` maps a property of the matter to the
    value (or list of values) wanted: kind, category, channel, tier, area, unit.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="limits")
    version = models.PositiveIntegerField(default=1)
    rank = models.PositiveIntegerField()
    match = models.JSONField(default=dict)
    kind = models.CharField(max_length=40)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.INTERNAL)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=AmountUnit)
    calendar = models.ForeignKey(Calendar, models.PROTECT)
    pauses_for = ArrayField(models.CharField(max_length=20), default=list)
    reopen = models.CharField(max_length=10, choices=Reopening, default=Reopening.RESTART)
    roll_forward = models.BooleanField(default=False)
    valid = DateRangeField()
    source = models.CharField(max_length=200)
    grade = models.CharField(max_length=1, choices=Grade)
    ladder = models.ForeignKey("clocks.Ladder", models.PROTECT, null=True, related_name="limits")

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
