"""Who works when: shifts, rosters, duties, swaps, absences, presence and the chain of command.

See docs/concepts/rosters.md. A duty that is published is in force; a draft is paper.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value

from shouwen.platform.org.models import Staff, Unit
from shouwen.platform.rosters.choices import (
    OPEN_SWAPS,
    AbsenceKind,
    DutyState,
    PresenceState,
    ShiftKind,
    SwapState,
    WeekState,
)

OVERLAPS = RangeOperators.OVERLAPS
LONGEST = timedelta(hours=26)
"""No duty is longer: a 24-hour duty on the day the clocks go back, and a little."""


def _same(field: str) -> Func:
    """One id as a range: lets plain gist compare it without an extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


def _instants(since: str, until: str) -> Func:
    return Func(F(since), F(until), function="tstzrange")


M = TypeVar("M", bound=type[models.Model])


def history() -> Callable[[M], M]:
    """Keep every former state of a row."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
    )
    return track


@history()
class Shift(models.Model):
    """班次: from when to when people of a unit work; units below inherit it by its code.

    ``ends`` at or before ``starts`` is on the next day. ``needed*`` is how many people it takes on a
    working day, a day off and a public holiday; ``roles`` says who may be put on it (empty: anybody).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shifts")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    short = models.CharField(max_length=6)
    kind = models.CharField(max_length=10, choices=ShiftKind)
    starts = models.TimeField()
    ends = models.TimeField()
    needed = models.PositiveSmallIntegerField(default=0)
    needed_weekend = models.PositiveSmallIntegerField(default=0)
    needed_holiday = models.PositiveSmallIntegerField(default=0)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="shift_once_per_unit"),
            models.CheckConstraint(name="shift_kind_known", condition=Q(kind__in=ShiftKind.values)),
            models.CheckConstraint(name="shift_code_not_blank", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Roster(models.Model):
    """排班表: who of a unit is planned, and for which shifts.

    ``whole`` says that the roster is all the working time of its people; otherwise it only adds cover
    to their office hours. ``below`` takes in the people of the units below, ``roles`` narrows them.
    ``shifts`` are codes in the order of the keys 1 to 9. Gaps are told ``days_ahead`` days before.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rosters")
    name = models.CharField(max_length=40)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    shifts = ArrayField(models.CharField(max_length=20), default=list)
    below = models.BooleanField(default=False)
    whole = models.BooleanField(default=True)
    days_ahead = models.PositiveSmallIntegerField(default=5)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="roster_name_once_per_unit"),
            models.CheckConstraint(name="roster_has_shifts", condition=~Q(shifts=[])),
        ]

    def __str__(self) -> str:
        return self.name


@history()
class Week(models.Model):
    """一周的排班: one week of a roster; ``n`` counts how often it was published."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="weeks")
    monday = models.DateField()
    state = models.CharField(max_length=10, choices=WeekState, default=WeekState.DRAFT)
    n = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    despite = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "rosters_week"
        constraints = [
            models.UniqueConstraint(fields=["roster", "monday"], name="roster_week_once"),
            models.CheckConstraint(
                name="roster_week_begins_on_monday", condition=Q(monday__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="roster_week_state_known", condition=Q(state__in=WeekState.values)
            ),
            models.CheckConstraint(
                name="roster_week_published_has_time",
                condition=Q(n=0, published_at__isnull=True)
                | Q(n__gt=0, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}/{self.monday}"


class DutyQuerySet(models.QuerySet["Duty"]):
    """Chains of duty conditions."""

    def published(self) -> DutyQuerySet:
        return self.filter(state=DutyState.PUBLISHED)

    def draft(self) -> DutyQuerySet:
        return self.filter(state=DutyState.DRAFT)

    def running(self, at: datetime) -> DutyQuerySet:
        """In force at an instant; the lower bound keeps the index scan short."""
        return self.published().filter(since__gt=at - LONGEST, since__lte=at, until__gt=at)

    def touching(self, since: datetime, until: datetime) -> DutyQuerySet:
        return self.filter(since__gt=since - LONGEST, since__lt=until, until__gt=since)


@pghistory.track(
    pghistory.UpdateEvent(
        "changed", condition=pgtrigger.Q(old__state=DutyState.PUBLISHED), row=pghistory.Old
    ),
    pghistory.DeleteEvent("withdrawn", condition=pgtrigger.Q(old__state=DutyState.PUBLISHED)),
    append_only=True,
)
class Duty(models.Model):
    """值班: one person works one shift. ``unit`` is the person's own, the roster may be kept above it.

    ``on`` is the day of ``since`` in the zone of the roster's unit; ``taken_from`` is who had it before
    a swap. The database refuses two published duties of one person at the same time.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="duties", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="duties", db_index=False)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=ShiftKind)
    on = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DutyState, default=DutyState.DRAFT)
    taken_from = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["roster", "on"], name="duty_of_roster"),
            models.Index(fields=["unit", "since"], name="duty_at_unit"),
            models.Index(fields=["staff", "since"], name="duty_of_staff"),
            models.Index(
                fields=["since"],
                name="duty_manager_now",
                condition=Q(kind=ShiftKind.DUTY24, state=DutyState.PUBLISHED),
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="duty_one_at_a_time",
                expressions=[(_same("staff"), OVERLAPS), (_instants("since", "until"), OVERLAPS)],
                condition=Q(state=DutyState.PUBLISHED),
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                name="duty_has_length",
                condition=Q(until__gt=F("since"), until__lte=F("since") + LONGEST),
            ),
            models.CheckConstraint(name="duty_kind_known", condition=Q(kind__in=ShiftKind.values)),
            models.CheckConstraint(
                name="duty_state_known", condition=Q(state__in=DutyState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.since}"


@history()
class Swap(models.Model):
    """换班: one asks another to take a duty, against a duty in return or not; the shift leader approves."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="swaps")
    against = models.ForeignKey(Duty, models.CASCADE, null=True, related_name="+")
    asker = models.ForeignKey(Staff, models.PROTECT, related_name="swaps_asked")
    colleague = models.ForeignKey(Staff, models.PROTECT, related_name="swaps_received")
    state = models.CharField(max_length=10, choices=SwapState, default=SwapState.ASKED)
    note = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=Q(state__in=OPEN_SWAPS), name="swap_one_open_per_duty"
            ),
            models.UniqueConstraint(
                fields=["against"],
                condition=Q(state__in=OPEN_SWAPS),
                name="swap_one_open_per_return",
            ),
            models.CheckConstraint(
                name="swap_state_known", condition=Q(state__in=SwapState.values)
            ),
            models.CheckConstraint(name="swap_needs_two", condition=~Q(asker=F("colleague"))),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} → {self.colleague_id}: {self.state}"


@history()
class Absence(models.Model):
    """请假/外出: somebody is away from ``since`` to ``until``; ``deputy`` (代理人) stands in."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="absences", db_index=False)
    kind = models.CharField(max_length=10, choices=AbsenceKind)
    since = models.DateTimeField()
    until = models.DateTimeField()
    deputy = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["staff", "until"], name="absence_of_staff")]
        constraints = [
            ExclusionConstraint(
                name="absence_does_not_overlap",
                expressions=[(_same("staff"), OVERLAPS), (_instants("since", "until"), OVERLAPS)],
            ),
            models.CheckConstraint(name="absence_has_length", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="absence_kind_known", condition=Q(kind__in=AbsenceKind.values)
            ),
            models.CheckConstraint(
                name="absence_deputy_is_somebody_else",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("staff")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} away {self.since}"


class Presence(models.Model):
    """在岗: what somebody said about being there; rows are only added, the latest one counts."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PresenceState)

    class Meta:
        db_table = "rosters_presence"
        indexes = [models.Index(fields=["staff", "-at"], name="presence_of_staff")]
        constraints = [
            models.CheckConstraint(
                name="presence_state_known", condition=Q(state__in=PresenceState.values)
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="presence_is_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.state} {self.at}"


@history()
class ChainLevel(models.Model):
    """指挥链: which role leads on a level, for a unit and all below that say nothing else.

    ``at_unit`` names the unit whose people are meant; without it, those of the nearest unit upwards.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="chain_levels")
    level = models.PositiveSmallIntegerField()
    role_code = models.CharField(max_length=40)
    at_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "rosters_chain_level"
        constraints = [
            models.UniqueConstraint(fields=["unit", "level"], name="chain_level_once_per_unit"),
            models.CheckConstraint(
                name="chain_level_in_range", condition=Q(level__gte=1, level__lte=9)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level}: {self.role_code}"
