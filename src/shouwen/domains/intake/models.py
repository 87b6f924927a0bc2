"""Files on their way in, and the types of matters the front desk asks for."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UploadState(models.TextChoices):
    """Where an upload stands (导入进度)."""

    CHOOSING = "choosing", _("To be checked")
    CHECKING = "checking", _("Being tried")
    CHECKED = "checked", _("Tried")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Stopped")


RUNNING = (UploadState.CHECKING, UploadState.IMPORTING, UploadState.UNDOING)


class Upload(models.Model):
    """One file that somebody brings in through the pages (上传文件); its batch once it is imported."""

    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=500)
    size = models.BigIntegerField()
    encoding = models.CharField(max_length=40, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    spec: models.JSONField[Any, Any] = models.JSONField(null=True)
    profile = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.CHOOSING
    )
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    batch = models.ForeignKey("exchange.Batch", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-at"], name="upload_at")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="upload_state_known", condition=Q(state__in=UploadState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class MatterType(models.Model):
    """A type of matter (事项类型): a category of one kind, or a sub-category of it.

    ``code`` is what a case keeps as its category: 宽带, 宽带/无法上网.
    """

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    sub = models.CharField(max_length=60, blank=True)
    initials = models.CharField(max_length=200, blank=True)
    preset = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "code"], name="matter_type_once"),
        ]

    def __str__(self) -> str:
        return self.code


class FieldSet(models.Model):
    """What a type asks from a day on (字段版本); a version never changes."""

    type = models.ForeignKey(MatterType, models.PROTECT, related_name="field_sets")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    fields: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["type", "version"], name="field_set_version_once"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="field_set_never_edited", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.type_id} v{self.version}"


class Call(models.Model):
    """One telephone call as the telephone system told it (来电); each of its times is told once.

    ``draft`` names the form of the call, by which the case taken in from it is known.
    """

    call_id = models.CharField(max_length=64, unique=True)
    draft = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=20, blank=True)
    line = models.CharField(max_length=30, blank=True)
    agent = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(
        "customers.ServiceAccount", models.PROTECT, null=True, related_name="+"
    )
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)
    called_back_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="calls")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-rang_at"], name="call_rang_at"),
            models.Index(
                fields=["number", "answered_at"],
                name="call_answered",
                condition=~Q(number="") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"  # never the number: this lands in logs

    @property
    def missed(self) -> bool:
        return self.ended_at is not None and self.answered_at is None
