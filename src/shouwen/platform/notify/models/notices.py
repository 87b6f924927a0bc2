"""What people are told inside the application."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouwen.platform.org.models import Staff


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Chains of notice conditions."""

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """提醒: one line for one person about one matter, until the person acknowledges it (签收).

    ``token`` opens it from a message; ``clock_id`` and ``step`` name the alarm it stands for; ``said``
    are the codes of why this person was chosen and not another.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="notices")
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    token = models.CharField(max_length=22, null=True, unique=True)
    clock_id = models.BigIntegerField(null=True)
    step = models.PositiveSmallIntegerField(null=True)
    needs_ack = models.BooleanField(default=False)
    said = ArrayField(models.CharField(max_length=60), default=list)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "key"], name="notice_once_per_person"),
            models.CheckConstraint(
                name="notice_read_after_sent",
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("at")),
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-id"], name="notice_list"),
            models.Index(fields=["staff"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.staff_id}"
