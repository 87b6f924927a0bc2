"""Profiles, batches and what they brought: enough to recognise a row again and to undo a batch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouwen.platform.exchange.choices import BatchState, Mode, Weight


class ProfileVersion(models.Model):
    """One row is one version of a profile (导入方案), never changed; a batch names the version it used.

    ``account_id`` saved it at ``saved_at``; both are empty for versions that are older than these columns
    and that no batch has used.
    """

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    spec: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    account_id = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_profile"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["code", "version"], name="exchange_profile_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Batch(models.Model):
    """One row is one file worked off (导入批次). ``row_done`` is the last file row that is committed."""

    profile = models.ForeignKey(ProfileVersion, models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=255)
    file_hash = models.BinaryField()
    mode = models.CharField(max_length=10, choices=Mode)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.RUNNING)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    row_done = models.PositiveBigIntegerField(default=0)
    rows_expected = models.PositiveBigIntegerField(default=0)
    rejects_file = models.CharField(max_length=500, blank=True)
    account_id = models.BigIntegerField(null=True)
    began_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    journal_from = models.BigIntegerField(null=True)
    journal_to = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="exchange_batch_mode_known", condition=Q(mode__in=Mode.values)
            ),
            models.CheckConstraint(
                name="exchange_batch_state_known", condition=Q(state__in=BatchState.values)
            ),
            models.CheckConstraint(
                name="exchange_batch_undone_has_time",
                condition=~Q(state=BatchState.UNDONE) | Q(undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Source(models.Model):
    """One row says which of our subjects a foreign row became, and what it said last.

    ``row`` holds the last imported values of the fields, against which a changed row is compared;
    ``batch_id`` brought it first, ``told_batch_id`` told it last.
    """

    pk = models.CompositePrimaryKey("source", "key")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    row_hash = models.BinaryField()
    row: models.JSONField[Any, Any] = models.JSONField(null=True)
    batch_id = models.BigIntegerField()
    told_batch_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject_kind", "subject_id"], name="exchange_source_subject"),
            models.Index(fields=["batch_id"], name="exchange_source_batch"),
            models.Index(fields=["told_batch_id"], name="exchange_source_told"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class Reject(models.Model):
    """One row is one cell that was rejected, warned about or left alone (退回行)."""

    pk = models.CompositePrimaryKey("batch_id", "row_no", "column", "code")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rejects", db_index=False)
    row_no = models.PositiveBigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    weight = models.CharField(max_length=10, choices=Weight)
    value = models.CharField(max_length=200, blank=True)
    params: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="exchange_reject_weight_known", condition=Q(weight__in=Weight.values)
            )
        ]

    def __str__(self) -> str:
        return f"row {self.row_no} of batch {self.batch_id}: {self.code}"


class Before(models.Model):
    """One row keeps the values that a batch replaced on one subject, so that undo can restore them."""

    pk = models.CompositePrimaryKey("batch_id", "subject_kind", "subject_id")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    source = models.CharField(max_length=60, default="")
    fields: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    row: models.JSONField[Any, Any] = models.JSONField(null=True)
    row_hash = models.BinaryField(null=True)

    class Meta:
        db_table = "exchange_before"

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} before batch {self.batch_id}"
