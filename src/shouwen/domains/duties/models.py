"""职责清单: what a department does for the others, through whom, and within which time."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from shouwen.domains.duties.choices import Counting, State
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope
from shouwen.platform.org.models import days_of, same_id, same_text

KIND = "duty"


class RegisterQuerySet(models.QuerySet["Duty"]):
    def published(self) -> RegisterQuerySet:
        return self.filter(state=State.PUBLISHED)

    def drafts(self) -> RegisterQuerySet:
        return self.filter(state=State.DRAFT)

    def on(self, day: date) -> RegisterQuerySet:
        """In force on that day."""
        running = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        return self.published().filter(running, valid_from__lte=day)

    def kept_by(self, scope: Scope) -> RegisterQuerySet:
        return self if scope.everything else self.filter(unit_id__in=list(scope.units))

    def lock(self, pk: int) -> Duty:
        return self.select_for_update(of=("self",)).select_related("unit").get(pk=pk)


class Duty(models.Model):
    """One version of one duty, known by its unit and name. Published ones are only followed or ended.

    Whoever asks under it is answered through contacts A and B of ``topic`` within ``amount``; where
    the customer waits, within ``waiting_minutes``, or the default of a waiting customer. ``valid_to``
    is the first day on which it no longer holds.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    amount = models.PositiveIntegerField()
    counted_in = models.CharField(max_length=20, choices=Counting.choices)
    waiting_minutes = models.PositiveIntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "org.Staff", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = RegisterQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            ExclusionConstraint(
                name="duty_has_one_version_a_day",
                expressions=[
                    (same_id("unit"), RangeOperators.OVERLAPS),
                    (same_text("name"), RangeOperators.OVERLAPS),
                    (days_of("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state=State.PUBLISHED),
            ),
            models.UniqueConstraint(
                fields=["unit", "name"], name="duty_one_draft", condition=Q(state=State.DRAFT)
            ),
            models.CheckConstraint(name="duty_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="duty_takes_time", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="duty_counting_known", condition=Q(counted_in__in=list(Counting.values))
            ),
            models.CheckConstraint(
                name="duty_wait_takes_time",
                condition=Q(waiting_minutes__isnull=True) | Q(waiting_minutes__gt=0),
            ),
            models.CheckConstraint(
                name="duty_ends_later",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="duty_published_has_time",
                condition=Q(state=State.PUBLISHED, published_at__isnull=False)
                | Q(state=State.DRAFT, published_at__isnull=True, valid_to__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Subject:
        return Subject(KIND, self.pk)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    def holds_on(self, day: date) -> bool:
        ends = self.valid_to is not None and self.valid_to <= day
        return not self.is_draft and self.valid_from <= day and not ends
