"""Other systems that deliver matters here, what each delivered, and which case a reference became."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouwen.domains.hooks.choices import Outcome


class Source(models.Model):
    """One other system (来源系统). The secrets are sealed; the former one holds until ``former_until``."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Matter(models.Model):
    """One reference of the sender and the case it became."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="matters", db_index=False)
    reference = models.CharField(max_length=80)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["source", "reference"], name="hook_reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.reference}"


class Delivery(models.Model):
    """One delivery and its result (投递记录); never what it said, of that there is a digest."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="deliveries", db_index=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=80, blank=True)
    does = models.CharField(max_length=8, blank=True)
    digest = models.BinaryField()
    signed = models.BooleanField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["source", "-at"], name="hook_delivery_latest"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["source", "event"],
                condition=Q(outcome=Outcome.DONE),
                name="hook_event_done_once",
            ),
            models.CheckConstraint(
                name="hook_outcome_known", condition=Q(outcome__in=Outcome.values)
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
