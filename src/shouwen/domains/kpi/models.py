"""What is kept about figures: the targets they are held to."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shouwen.domains.kpi.choices import Operator


class TargetQuerySet(models.QuerySet["Target"]):
    def valid(self, on: date) -> TargetQuerySet:
        """In force on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


@pghistory.track()
class Target(models.Model):
    """目标值: what a figure of a unit (or of every unit) has to reach, from a day on, by whose word."""

    kpi = models.CharField(max_length=40)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    operator = models.CharField(max_length=2, choices=Operator.choices)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="target_operator_known", condition=Q(operator__in=Operator.values)
            ),
            models.CheckConstraint(
                name="target_ends_later",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["kpi", "unit", "valid_from"],
                name="target_one_a_day",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.operator} {self.value}"


class UserCount(models.Model):
    """用户数: how many billed users a unit itself had as of the beginning of a day, by whose word.

    Never changed: a later row of the same day counts. They are brought in, not counted from the
    customers held here. ``from_at`` is the beginning of the day in the unit's zone.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    users = models.PositiveIntegerField()
    from_at = models.DateTimeField()
    source = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["unit", "day", "-id"], name="users_of_unit"),
            models.Index(fields=["-day", "-id"], name="users_newest"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="users_have_a_source", condition=~Q(source="")),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="users_never_edited", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}: {self.users}"
