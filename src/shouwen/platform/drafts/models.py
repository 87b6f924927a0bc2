"""What somebody has begun to write and not yet sent in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models

KEPT = timedelta(days=30)


class Draft(models.Model):
    """The words of one form not yet sent (草稿): one row for account, form and subject; sealed."""

    account = models.ForeignKey("access.Account", models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, blank=True)
    sealed = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account", "form", "subject"], name="draft_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at"], name="draft_at")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
