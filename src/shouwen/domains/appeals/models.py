"""An appeal (申诉) against a late verdict or an evaluation, and what was decided about it."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from shouwen.domains.appeals.choices import About, Ground, Outcome
from shouwen.platform.access.scope import Scope


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> AppealQuerySet:
        """待决定: made, and neither decided nor withdrawn."""
        return self.filter(decision__isnull=True)

    def visible_to(self, scope: Scope) -> AppealQuerySet:
        """Appeals of a unit of the scope, or about a case of it."""
        if scope.everything:
            return self
        units = list(scope.units)
        return self.filter(
            Q(unit_id__in=units)
            | Q(case__owner_unit_id__in=units)
            | Q(case__handler_unit_id__in=units)
        )


class Appeal(models.Model):
    """A unit says that it is charged wrongly, and why. Never edited; the words stand in the journal.

    About the verdict ``verdict_n`` of ``clock``, or about ``rating``. ``unit`` and ``person`` are
    those charged; ``desk``: the unit is the one the customer asked first, so that its leaders do
    not decide. ``n`` counts the appeals about the same thing: a second one follows a withdrawal.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    clock = models.ForeignKey(
        "clocks.Clock", models.PROTECT, null=True, related_name="+", db_index=False
    )
    verdict_n = models.PositiveSmallIntegerField(null=True)
    rating = models.ForeignKey(
        "cases.Rating", models.PROTECT, null=True, related_name="+", db_index=False
    )
    n = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    desk = models.BooleanField()
    ground = models.CharField(max_length=24, choices=Ground.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()

    decision: Decision
    objects = AppealQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due_at", "id"], name="appeal_due"),
            models.Index("unit", F("at").desc(), F("id").desc(), name="appeal_of_unit"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["clock", "verdict_n", "n"],
                name="appeal_of_verdict_once",
                condition=Q(about=About.VERDICT),
            ),
            models.UniqueConstraint(
                fields=["rating", "n"],
                name="appeal_of_rating_once",
                condition=Q(about=About.RATING),
            ),
            models.CheckConstraint(
                name="appeal_is_about_one_thing",
                condition=Q(
                    about=About.VERDICT,
                    clock__isnull=False,
                    verdict_n__isnull=False,
                    rating__isnull=True,
                )
                | Q(
                    about=About.RATING,
                    clock__isnull=True,
                    verdict_n__isnull=True,
                    rating__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="appeal_ground_known", condition=Q(ground__in=list(Ground.values))
            ),
            models.CheckConstraint(name="appeal_counts_from_1", condition=Q(n__gte=1)),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="appeal_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def ended(self) -> Decision | None:
        return getattr(self, "decision", None)


class Decision(models.Model):
    """What became of an appeal: one row, never edited. Upheld, its subject leaves the figures."""

    appeal = models.OneToOneField(Appeal, models.PROTECT, primary_key=True, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(F("at").desc(), F("appeal").desc(), name="appeal_decided"),
            models.Index(
                fields=["appeal"], name="appeal_upheld", condition=Q(outcome=Outcome.UPHELD)
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="appeal_outcome_known", condition=Q(outcome__in=list(Outcome.values))
            )
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="appeal_decision_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.appeal_id}"


class Evidence(models.Model):
    """举证材料: a file of the case on which an appeal rests; presented while it waits, never edited.

    The file stays the case's: it is kept, removed and erased as the other files of the case are.
    """

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="evidence", db_index=False)
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["appeal", "file"], name="appeal_evidence_once")
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="appeal_evidence_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"evidence {self.appeal_id}/{self.file_id}"


class Terms(models.Model):
    """申诉时限: working days to appeal and to decide; dated, the row with the latest day holds."""

    valid_from = models.DateField(unique=True)
    appeal_days = models.PositiveSmallIntegerField(default=5)
    decide_days = models.PositiveSmallIntegerField(default=5)
    set_at = models.DateTimeField(null=True)
    set_by = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="appeal_days_positive",
                condition=Q(appeal_days__gt=0) & Q(decide_days__gt=0),
            )
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="appeal_terms_stay", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        verbose_name_plural = "terms"

    def __str__(self) -> str:
        return f"terms from {self.valid_from}"
