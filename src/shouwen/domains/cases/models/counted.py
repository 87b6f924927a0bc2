"""What is counted on a case, one row each, never edited: urges, declarations, ratings, reworks."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwen.domains.cases.choices import Channel, RatingReason, UrgeSource
from shouwen.domains.cases.models.case import Case


class Urge(models.Model):
    """One press for the matter (催单); ``counted`` is false for a repeat inside the window (K19)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="urge_rows", db_index=False)
    at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=UrgeSource.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )  # unit and person: who had the matter when it was urged, and is charged
    counted = models.BooleanField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "at"], name="urge_of_case"),
            models.Index(fields=["at", "id"], name="urge_at"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="urge_source_known", condition=Q(source__in=list(UrgeSource.values))
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="urge_never_edited", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"urge {self.pk}"


class Declaration(models.Model):
    """申告: the customer states formally that the service is not delivered (K20); more than an urge, less
    than a complaint. ``counted`` is false for a repeat of the same line within 24 hours.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="declarations", db_index=False)
    account = models.ForeignKey(
        "customers.ServiceAccount", models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )  # unit and person: who had the matter then, and is charged
    counted = models.BooleanField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "at"], name="declaration_of_case"),
            models.Index(fields=["account", "at"], name="declaration_of_line"),
            models.Index(fields=["at", "id"], name="declaration_at"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="declaration_never_edited", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"declaration {self.pk}"


DISSATISFIED = 2
"""The highest score that leaves a customer dissatisfied."""


class Rating(models.Model):
    """The customer's judgement of one instance (评价): five steps, and whether it was solved.

    Never edited: whoever thinks again within the day adds a row, and the last of an instance counts
    (``queries.judgements``). ``by`` is the member of staff who wrote it down for the customer (代评).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings", db_index=False)
    instance = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    solved = models.BooleanField()
    attitude = models.PositiveSmallIntegerField(null=True)
    timeliness = models.PositiveSmallIntegerField(null=True)
    reasons = ArrayField(
        models.CharField(max_length=20, choices=RatingReason.choices), default=list, db_default=[]
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "instance", "at", "id"], name="rating_last"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="rating_score_one_to_five", condition=Q(score__gte=1, score__lte=5)
            ),
            models.CheckConstraint(
                name="rating_parts_one_to_five",
                condition=Q(attitude__isnull=True) | Q(attitude__gte=1, attitude__lte=5),
            ),
            models.CheckConstraint(
                name="rating_times_one_to_five",
                condition=Q(timeliness__isnull=True) | Q(timeliness__gte=1, timeliness__lte=5),
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="rating_never_edited", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"

    @property
    def is_dissatisfied(self) -> bool:
        """不满意: a low score, or not solved whatever the score."""
        return self.score <= DISSATISFIED or not self.solved


class Rework(models.Model):
    """返工: an answer that did not hold; the work is done again and counts against whoever answered.

    One row for each instance that was reopened as rework; ``rating`` is the judgement that made it so.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    instance = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    rating = models.ForeignKey(Rating, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at", "id"], name="rework_at")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "instance"], name="rework_once_an_instance"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="rework_never_edited", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"rework {self.pk}"
