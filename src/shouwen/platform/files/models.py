"""Files that belong to a matter: the content once, by its digest; each place it is attached to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouwen.kernel.subject import Subject


class Content(models.Model):
    """The bytes of a file in the home, named by their SHA-256: equal files are stored once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="files_content_digest", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="files_content_size", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def here(self, subject: Subject) -> AttachmentQuerySet:
        """附件 of a matter that have not been removed, in the order they came."""
        return self.filter(
            subject_kind=subject.kind, subject_id=subject.id, removed_at=None
        ).order_by("pk")


class Attachment(models.Model):
    """附件: a file of one matter. Once removed, only that there was one is left: no name, no content."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    content = models.ForeignKey(Content, models.PROTECT, null=True, related_name="places")
    name = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField()
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)
    keep_until = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.BigIntegerField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject_kind", "subject_id"], name="files_of_subject"),
            models.Index(fields=["keep_until"], name="files_due", condition=Q(removed_at=None)),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "content"],
                name="files_once_a_subject",
                condition=Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="files_removed_is_empty",
                condition=Q(removed_at=None, content__isnull=False)
                | Q(removed_at__isnull=False, content=None, name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)
