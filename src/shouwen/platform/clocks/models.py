"""Two ledgers: holds say who has a matter, clocks by when (docs/concepts/clocks.md). Caches are marked so."""

from __future__ import annotations

from datetime import UTC, datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, IntegerRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.choices import (
    AmountUnit,
    Basis,
    EventKind,
    Grade,
    Reopening,
    VerdictKind,
    WaitingFor,
)

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""Sorts clocks without a due time behind all others."""


def append_only(name: str) -> pgtrigger.Protect:
    """The database itself refuses to change or delete what was once written."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


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

    ``limit`` and ``revision`` are pinned at the start; ``given_due_at`` is a due time somebody
    named, which neither limit nor wait moves. ``carried_seconds`` was used by the instance before
    (for limits in days: 86,400 a day consumed). ``silent`` clocks come from imported history:
    they get verdicts and wake nobody. Below the line are caches of limit, calendar and holds.
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


class ClockEvent(models.Model):
    """One row is something that happened to a clock: start, stop, retarget, void."""

    pk = models.CompositePrimaryKey("clock_id", "seq")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=EventKind)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "clocks_event"
        constraints = [
            models.CheckConstraint(
                name="clocks_event_kind_known", condition=Q(kind__in=EventKind.values)
            )
        ]
        triggers = [append_only("clocks_event_is_append_only")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.kind}"


class Hold(models.Model):
    """One row says who has a matter from ``at`` on (在手), until the next row of the matter.

    Exactly one hold is in force from opening to end; the last one of an instance has ``ends``.
    ``reason`` is a code of the owner app, never free text.
    """

    pk = models.CompositePrimaryKey("subject_kind", "subject_id", "seq")
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    instance = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    unit_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    waiting_for = models.CharField(max_length=20, choices=WaitingFor, default=WaitingFor.NONE)
    reason = models.CharField(max_length=40, blank=True, default="")
    until_at = models.DateTimeField(null=True)
    by_id = models.BigIntegerField(null=True)
    ends = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clocks_hold_wait_known", condition=Q(waiting_for__in=WaitingFor.values)
            ),
            models.CheckConstraint(
                name="clocks_hold_until_after_at",
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("at")),
            ),
            models.CheckConstraint(
                name="clocks_hold_end_waits_for_nothing",
                condition=Q(ends=False) | Q(waiting_for="none"),
            ),
        ]
        triggers = [append_only("clocks_hold_is_append_only")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}/{self.seq}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)


class Verdict(models.Model):
    """One row is how a clock came out (时限结论). ``n`` = 1 stays; corrections add the next n.

    ``unit_id`` and ``person_id`` had the matter at that moment and are charged.
    """

    pk = models.CompositePrimaryKey("clock_id", "n")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="verdicts", db_index=False)
    n = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=VerdictKind)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    elapsed_s = models.FloatField()
    cause = models.CharField(max_length=40, blank=True, default="")
    unit_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clocks_verdict_known", condition=Q(verdict__in=VerdictKind.values)
            ),
            models.CheckConstraint(name="clocks_verdict_counts_from_1", condition=Q(n__gte=1)),
        ]
        triggers = [append_only("clocks_verdict_is_append_only")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.verdict}"


class Fire(models.Model):
    """One row says that a step of a clock's ladder has fired; never twice, since it is the key."""

    pk = models.CompositePrimaryKey("clock_id", "step")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="fires", db_index=False)
    step = models.PositiveSmallIntegerField()
    fired_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    suppressed = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        triggers = [append_only("clocks_fire_is_append_only")]

    def __str__(self) -> str:
        return f"{self.clock_id}/{self.step}"
