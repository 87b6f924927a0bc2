"""The clock: by when. What stands below the line in it are caches of limit, calendar and holds."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.choices import Basis, WaitingFor
from shouwen.platform.clocks.models.limits import Limit, Revision

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""Sorts clocks without a due time behind all others."""


def front_index(name: str, *fields: str) -> models.Index:
    """An index over the one clock of each open matter that the desk shows."""
    return models.Index(
        fields=list(fields), name=name, condition=Q(front=True, ended_at__isnull=True)
    )


class ClockQuerySet(models.QuerySet["Clock"]):
    def open(self) -> ClockQuerySet:
        """Clocks that have not ended, paused ones included."""
        return self.filter(ended_at__isnull=True)

    def front(self) -> ClockQuerySet:
        """One open clock a matter: the earliest due."""
        return self.open().filter(front=True)

    def of(self, subject: Subject) -> ClockQuerySet:
        return self.filter(subject_kind=subject.kind, subject_id=subject.id)


class Clock(models.Model):
    """One row is one time limit running (挂钟) on one instance of a matter.

    ``limit``, ``revision`` and ``ladder_version`` (None: the built-in ladder) are pinned at the start; ``given_due_at`` is a due time somebody
    named, which neither limit nor wait moves. ``carried_seconds`` was used by the instance before
    (for limits in days: 86,400 a day consumed). ``silent`` clocks come from imported history:
    they get verdicts and wake nobody. ``office`` is the revision on which its ladder counts working
    days after the due time. Below the line are caches of limit, calendar, holds and ladder:
    ``alarm_ats`` and ``alarm_steps`` are what is still to come (step 0: the verdict alone).
    """

    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    root_kind = models.CharField(max_length=16)
    root_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.INTERNAL)
    instance = models.PositiveSmallIntegerField(default=1)
    limit = models.ForeignKey(Limit, models.PROTECT, null=True, db_index=False)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, db_index=False)
    ladder_version = models.ForeignKey(
        "clocks.LadderVersion", models.PROTECT, null=True, db_index=False
    )
    office = models.ForeignKey(
        Revision, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    zone = models.CharField(max_length=60, blank=True, default="")
    given_due_at = models.DateTimeField(null=True)
    carried_seconds = models.FloatField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    silent = models.BooleanField(default=False)
    # caches
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    next_fire_at = models.DateTimeField(null=True)
    next_step = models.PositiveSmallIntegerField(null=True)
    alarm_ats = ArrayField(models.DateTimeField(), default=list)
    alarm_steps = ArrayField(models.PositiveSmallIntegerField(), default=list)
    warn_at = models.DateTimeField(null=True)
    unsure_steps = models.BooleanField(default=False)
    unit_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    waiting_for = models.CharField(max_length=20, choices=WaitingFor, default=WaitingFor.NONE)
    wait_until_at = models.DateTimeField(null=True)
    owner_unit_id = models.BigIntegerField()
    front = models.BooleanField(default=False)
    sort_at = models.GeneratedField(
        expression=Coalesce("due_at", Value(NEVER)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "basis", "instance"],
                name="clocks_clock_one_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(front=True, ended_at__isnull=True),
                name="clocks_clock_one_front",
            ),
            models.CheckConstraint(
                name="clocks_clock_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="clocks_clock_ended_never_fires",
                condition=Q(ended_at__isnull=True) | Q(next_fire_at__isnull=True),
            ),
            models.CheckConstraint(
                name="clocks_clock_fire_has_step",
                condition=Q(next_fire_at__isnull=True, next_step__isnull=True)
                | Q(next_fire_at__isnull=False, next_step__isnull=False),
            ),
            models.CheckConstraint(
                name="clocks_clock_every_alarm_has_step",
                condition=Q(alarm_ats__len=F("alarm_steps__len")),
            ),
            models.CheckConstraint(
                name="clocks_clock_wakes_for_first_alarm",
                condition=Q(next_step__isnull=True, alarm_steps=[])
                | Q(
                    next_step__isnull=False,
                    alarm_steps__len__gt=0,
                    next_step=F("alarm_steps__0"),
                ),
            ),
            models.CheckConstraint(
                name="clocks_clock_basis_known", condition=Q(basis__in=Basis.values)
            ),
            models.CheckConstraint(
                name="clocks_clock_wait_known", condition=Q(waiting_for__in=WaitingFor.values)
            ),
            models.CheckConstraint(
                name="clocks_clock_carries_no_debt", condition=Q(carried_seconds__gte=0)
            ),
        ]
        indexes = [
            front_index("clocks_front_due", "sort_at", "id"),
            front_index("clocks_front_unit", "unit_id", "sort_at", "id"),
            front_index("clocks_front_owner", "owner_unit_id", "sort_at", "id"),
            front_index("clocks_front_person", "person_id", "sort_at", "id"),
            models.Index(
                fields=["sort_at", "id"],
                name="clocks_front_waiting",
                condition=Q(front=True, ended_at__isnull=True) & ~Q(waiting_for="none"),
            ),
            models.Index(
                fields=["next_fire_at"],
                name="clocks_next_fire",
                condition=Q(next_fire_at__isnull=False),
            ),
            models.Index(
                fields=["wait_until_at"],
                name="clocks_wait_until",
                condition=Q(front=True, ended_at__isnull=True, wait_until_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)

    @property
    def root(self) -> Subject:
        return Subject(self.root_kind, self.root_id)

    @property
    def is_waiting(self) -> bool:
        """Whether the matter waits for something; this clock may count all the same."""
        return self.waiting_for != WaitingFor.NONE

    @property
    def paused(self) -> bool:
        """Whether the wait of the matter stops this clock: a legal clock goes on through all of them."""
        if self.ended_at is not None or self.given_due_at is not None or self.limit_id is None:
            return False
        from shouwen.platform.clocks import limits

        return self.waiting_for in limits.terms(self.limit_id).pauses_for
