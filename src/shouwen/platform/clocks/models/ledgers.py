"""The ledgers: who has a matter, what happened to a clock, how it came out, which steps fired."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shouwen.kernel.subject import Subject
from shouwen.platform.clocks.choices import EventKind, VerdictKind, WaitingFor
from shouwen.platform.clocks.models.clock import Clock
from shouwen.platform.clocks.models.triggers import append_only


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
