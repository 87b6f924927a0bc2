"""The dated rule of what a dissatisfied customer's evaluation does."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from shouwen.domains.reopening.choices import Dissatisfied


class Rule(models.Model):
    """重开规则: for cases of this kind (empty: of every kind without a rule of its own), from a day on.

    ``times``: how often one case is reopened by itself; after that people are asked.
    """

    kind = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    dissatisfied = models.CharField(
        max_length=10, choices=Dissatisfied.choices, default=Dissatisfied.ASK
    )
    times = models.PositiveSmallIntegerField(default=1)
    why = models.CharField(max_length=200)
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"], name="reopening_rule_once_a_day"
            ),
            models.CheckConstraint(
                name="reopening_rule_does_known",
                condition=Q(dissatisfied__in=list(Dissatisfied.values)),
            ),
            models.CheckConstraint(name="reopening_rule_times_positive", condition=Q(times__gt=0)),
            models.CheckConstraint(name="reopening_rule_says_why", condition=~Q(why="")),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="reopening_rule_never_edited", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"reopening rule {self.pk}"
