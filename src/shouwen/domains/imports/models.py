"""Files of other systems on their way in."""

from __future__ import annotations

from typing import Any, ClassVar

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
        db_table = "intake_upload"
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
