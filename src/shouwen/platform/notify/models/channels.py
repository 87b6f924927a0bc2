"""By which ways notices leave the house, and where people are reached."""

from __future__ import annotations

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from shouwen.platform.notify.choices import AddressKind, ChannelKind, Circuit
from shouwen.platform.org.models import Staff, Unit


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["secret"],
    append_only=True,
)
class Channel(models.Model):
    """通道: one gateway, mail server, group robot or webhook; ``secret`` is a sealed set of words."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=ChannelKind)
    config = models.JSONField(default=dict)
    secret = models.TextField(blank=True, default="")
    hint = models.CharField(max_length=80, blank=True, default="")
    enabled = models.BooleanField(default=False)
    allow_private = models.BooleanField(default=False)
    per_minute = models.PositiveSmallIntegerField(null=True)
    give_up_hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="channel_kind_known", condition=Q(kind__in=ChannelKind.values)
            ),
            models.CheckConstraint(name="channel_code_not_blank", condition=~Q(code="")),
            models.CheckConstraint(
                name="channel_rate_positive",
                condition=Q(per_minute__isnull=True) | Q(per_minute__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Health(models.Model):
    """熔断: how a channel has been doing; ``opened_until`` is set while it is left alone."""

    channel = models.OneToOneField(Channel, models.CASCADE, primary_key=True, related_name="health")
    failures = models.PositiveIntegerField(default=0)
    opened_until = models.DateTimeField(null=True)
    cool_seconds = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "notify_channel_health"

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.failures}"

    def circuit(self, at: datetime) -> Circuit:
        if self.opened_until is None:
            return Circuit.CLOSED
        return Circuit.OPEN if at < self.opened_until else Circuit.PROBE


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Template(models.Model):
    """模板: how one kind of notice reads on one channel; the default one has an empty ``kind``.

    ``variables``: the gateway's name of a variable → a text with our placeholders.
    """

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="templates")
    kind = models.CharField(max_length=60, blank=True, default="")
    provider_id = models.CharField(max_length=80, blank=True, default="")
    variables = models.JSONField(default=dict)
    subject = models.CharField(max_length=120, blank=True, default="")
    body = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "kind"], name="template_one_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.kind or '*'}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["value"],
    append_only=True,
)
class Address(models.Model):
    """联系方式: where a person is reached; ``value`` is sealed, ``hint`` is what pages show."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8, choices=AddressKind)
    value = models.TextField()
    hint = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="address_one_per_kind"),
            models.CheckConstraint(
                name="address_kind_known", condition=Q(kind__in=AddressKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.hint


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Quiet(models.Model):
    """静默时段: from when to when, local time, a person or everybody of a unit is not disturbed.

    May pass midnight. A person's own row goes before the unit's, the nearest unit's before those above.
    """

    staff = models.OneToOneField(Staff, models.CASCADE, null=True, related_name="quiet")
    unit = models.OneToOneField(Unit, models.CASCADE, null=True, related_name="quiet")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quiet_of_a_person_or_a_unit",
                condition=Q(staff__isnull=True, unit__isnull=False)
                | Q(staff__isnull=False, unit__isnull=True),
            ),
            models.CheckConstraint(name="quiet_is_part_of_the_day", condition=~Q(starts=F("ends"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"
