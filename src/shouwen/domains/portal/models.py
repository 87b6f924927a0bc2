"""The customer's own page: links to it, tries at it, and the dated rules of sending them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from shouwen.domains.cases.models import Case
from shouwen.domains.portal.choices import Stage
from shouwen.platform.clocks.models.triggers import append_only
from shouwen.platform.org.models import CALLABLE


class Link(models.Model):
    """客户链接: opens the page of one case together with the last four digits of the number.

    The token itself is nowhere: ``token_hash`` recognises it, and only this installation's key makes
    it anew from ``nonce`` when a message leaves. ``language``: in which the page was read last.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["case", "-id"], name="link_of_case")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="link_tail_is_four_digits", condition=Q(tail__regex=r"^[0-9]{4}$")
            ),
            models.CheckConstraint(
                name="link_ends_later", condition=Q(expires_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"

    def lives(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class Appointment(models.Model):
    """预约: from when to when we come, as offered, agreed or called off at ``at``; an instance's last row holds."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    instance = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    at = models.DateTimeField()
    by_customer = models.BooleanField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.AGREED)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "instance", "-id"], name="portal_appointment_of_case")
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="portal_appointment_ends_later", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="portal_appointment_stage_known", condition=Q(stage__in=Stage.values)
            ),
        ]
        triggers: ClassVar[list[Any]] = [append_only("appointment_is_append_only")]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class Try(models.Model):
    """试探: how often a link, or an address on the network, was tried within one stretch of time.

    ``bucket`` is a digest: it tells two apart and nothing else.
    """

    bucket = models.CharField(max_length=64)
    since = models.DateTimeField()
    n = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["bucket", "since"], name="try_counted_once")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["since"], name="try_since")]

    def __str__(self) -> str:
        return f"{self.bucket[:8]} {self.n}"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
)
class Terms(models.Model):
    """发送规则: when a customer gets the link, how long it opens the page, until when a visit can be called off there.

    Dated, the latest holds. ``telephone``: what customers call where the page can do no more.
    """

    valid_from = models.DateField(unique=True)
    on_opening = models.BooleanField(default=True)
    on_invitation = models.BooleanField(default=True)
    on_offer = models.BooleanField(default=True)
    link_days = models.PositiveSmallIntegerField(default=30)
    call_off_hours = models.PositiveSmallIntegerField(default=2)
    telephone = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="link_days_positive", condition=Q(link_days__gt=0)),
            models.CheckConstraint(
                name="portal_telephone_can_be_called",
                condition=Q(telephone="") | Q(telephone__regex=CALLABLE),
            ),
        ]
        verbose_name_plural = "terms"

    def __str__(self) -> str:
        return f"terms from {self.valid_from}"
