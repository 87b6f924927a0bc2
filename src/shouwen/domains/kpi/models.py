"""What is kept about figures: the targets they are held to."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pghistory
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
