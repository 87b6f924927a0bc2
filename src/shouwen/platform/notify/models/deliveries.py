"""What was to reach whom by which channel, and each attempt at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwen.platform.notify.choices import WAITING, Result, State
from shouwen.platform.notify.models.channels import Channel
from shouwen.platform.notify.models.notices import Notice
from shouwen.platform.org.models import Staff

LATE = timedelta(minutes=5)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Chains of delivery conditions."""

    def due(self, at: datetime) -> DeliveryQuerySet:
        """What may be sent now, the oldest first."""
        found = self.filter(state__in=WAITING, next_try_at__lte=at)
        return found.order_by("queued_at", "pk")

    def to_ask(self, at: datetime) -> DeliveryQuerySet:
        """What the gateway is to be asked about."""
        found = self.filter(state__in=[State.SENT, State.UNCERTAIN], next_try_at__lte=at)
        return found.order_by("next_try_at", "pk")

    def lost(self, at: datetime) -> DeliveryQuerySet:
        """What a process took and never came back from."""
        return self.filter(state=State.SENDING, next_try_at__lte=at).order_by("pk")


class Delivery(models.Model):
    """投递: one notice on its way to one person (or group) by one channel; ``key`` makes it one.

    ``next_try_at``: while waiting, when it may be sent; while being sent, when its process counts as
    dead; afterwards, when the gateway is asked for the receipt. ``reason`` is a code (see words).
    Without channel: an alarm for which nobody was found.
    """

    key = models.CharField(max_length=150, unique=True)
    uid = models.UUIDField(default=uuid4, unique=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="deliveries")
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    clock_id = models.BigIntegerField(null=True)
    step = models.PositiveSmallIntegerField(null=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="deliveries")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="deliveries")
    urgent = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    said = ArrayField(models.CharField(max_length=60), default=list)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=60, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    hint = models.CharField(max_length=80, blank=True, default="")
    message = models.UUIDField(null=True)
    provider_id = models.CharField(max_length=120, blank=True, default="")
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delivery_state_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="delivery_waiting_has_a_time",
                condition=~Q(state__in=[State.QUEUED, State.HELD, State.SENDING])
                | Q(next_try_at__isnull=False, channel__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "state", "next_try_at"],
                name="delivery_due",
                condition=Q(next_try_at__isnull=False),
            ),
            models.Index(fields=["state", "-id"], name="delivery_state"),
            models.Index(fields=["staff", "-id"], name="delivery_staff"),
            models.Index(fields=["subject_kind", "subject_id"], name="delivery_subject"),
            models.Index(fields=["message"], name="delivery_message"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"

    @property
    def delayed(self) -> bool:
        """Sent much later than it was due, after an outage or a quiet time."""
        return self.sent_at is not None and self.sent_at - self.queued_at > LATE


class Attempt(models.Model):
    """尝试: one try of one delivery. The deliveries of a digest share the ``message``."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="attempts")
    message = models.UUIDField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, choices=Result, blank=True, default="")
    code = models.CharField(max_length=60, blank=True, default="")
    status = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "n"], name="attempt_numbered"),
            models.CheckConstraint(
                name="attempt_result_known", condition=Q(result__in=["", *Result.values])
            ),
        ]
        indexes = [models.Index(fields=["channel", "started_at"], name="attempt_rate")]

    def __str__(self) -> str:
        return f"{self.delivery_id}/{self.n}: {self.result}"
