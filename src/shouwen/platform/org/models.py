"""Units, the people in them and the posts they hold."""

from __future__ import annotations

from datetime import datetime

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from shouwen.platform.access.models import Account, Role
from shouwen.platform.org.choices import Area, ContactRole, UnitKind

CALLABLE = r"^[0-9+][0-9 \-,*#]{2,31}$"
"""What a telephone can dial; a comma goes before an extension."""

OVERLAPS = RangeOperators.OVERLAPS


def same_id(field: str) -> Func:
    """One id as a range: lets plain gist compare it without an extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


def same_text(field: str) -> Func:
    """One text as a range of its 64-bit hash, for the same reason."""
    digest = Func(F(field), Value(0), function="hashtextextended")
    return Func(digest, digest, Value("[]"), function="int8range")


def days_of(since: str, until: str) -> Func:
    return Func(F(since), F(until), function="daterange")


def _instants(since: str, until: str) -> Func:
    return Func(F(since), F(until), function="tstzrange")


class UnitQuerySet(models.QuerySet["Unit"]):
    """Chains of unit conditions."""

    def active(self) -> UnitQuerySet:
        return self.filter(valid_to__isnull=True)

    def below(self, unit_id: int) -> UnitQuerySet:
        """The unit itself and everything under it."""
        return self.filter(path__contains=[unit_id])


class Unit(models.Model):
    """单位: a node of the organisation, from the company to the grid; departments and partners too."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = ArrayField(models.BigIntegerField(), default=list)
    zone = models.CharField(max_length=64, null=True)
    area = models.CharField(max_length=8, choices=Area, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["path"], name="unit_path")]
        constraints = [
            models.CheckConstraint(name="unit_kind_known", condition=Q(kind__in=UnitKind.values)),
            models.CheckConstraint(
                name="unit_area_known_or_inherited", condition=Q(area__in=["", *Area.values])
            ),
            models.CheckConstraint(name="unit_code_not_blank", condition=~Q(code="")),
            models.CheckConstraint(
                name="unit_ends_later",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return len(self.path) - 1


class UnitPlace(models.Model):
    """Under which parent a unit stood in which days (隶属); ``Unit.path`` caches today's."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "org_unit_place"
        constraints = [
            ExclusionConstraint(
                name="unit_has_one_place_a_day",
                expressions=[(same_id("unit"), OVERLAPS), (days_of("since", "until"), OVERLAPS)],
            ),
            models.CheckConstraint(
                name="unit_place_ends_later",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id} since {self.since}"


class Staff(models.Model):
    """员工: a person of the organisation, with or without an account.

    ``work_phone`` is the office's number, which all colleagues may call; the person's own number for
    reminders is sealed elsewhere.
    """

    account = models.OneToOneField(Account, models.PROTECT, null=True, related_name="staff")
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    initials = models.CharField(max_length=60, blank=True, default="")
    work_phone = models.CharField(max_length=32, blank=True, default="")
    active_from = models.DateField()
    active_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["initials"], name="staff_initials")]
        constraints = [
            models.CheckConstraint(name="staff_number_not_blank", condition=~Q(number="")),
            models.CheckConstraint(
                name="staff_work_phone_can_be_called",
                condition=Q(work_phone="") | Q(work_phone__regex=CALLABLE),
            ),
            models.CheckConstraint(
                name="staff_ends_later",
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """岗位: a role at a unit, held by appointment; the verbs come from the role, the rows from the unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "role", "title"], name="post_once_per_unit"),
        ]

    def __str__(self) -> str:
        return self.title or self.role.name


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Appointment(models.Model):
    """任职: who holds which post from when to when, and with which share of working time."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    share = models.DecimalField(max_digits=4, decimal_places=3, default=1)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="appointment_does_not_overlap",
                expressions=[
                    (same_id("staff"), OVERLAPS),
                    (same_id("post"), OVERLAPS),
                    (_instants("since", "until"), OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="appointment_ends_later",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="appointment_share_in_range", condition=Q(share__gt=0, share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.post_id} since {self.since}"

    def runs(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


class Contact(models.Model):
    """A/B 角: whom a unit answers through on a topic, and who stands in."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    topic = models.CharField(max_length=40)
    role = models.CharField(max_length=1, choices=ContactRole)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="contacts")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="contact_one_at_a_time",
                expressions=[
                    (same_id("unit"), OVERLAPS),
                    (same_text("topic"), OVERLAPS),
                    (same_text("role"), OVERLAPS),
                    (_instants("since", "until"), OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="contact_role_known", condition=Q(role__in=ContactRole.values)
            ),
            models.CheckConstraint(
                name="contact_ends_later", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.topic} {self.role}: {self.staff_id}"


class TreeVersion(models.Model):
    """One row that rises whenever units change, so that every process knows its cache is stale."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)

    class Meta:
        db_table = "org_tree_version"
        constraints = [models.CheckConstraint(name="tree_version_single", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)
