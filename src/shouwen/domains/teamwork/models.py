"""What people who share cases leave on them: who looked when, who looks now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Looked(models.Model):
    """How far a person has read a case: the journal entry of the case that was on the screen last."""

    pk = models.CompositePrimaryKey("staff_id", "case_id")
    staff = models.ForeignKey("org.Staff", models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+", db_index=False)
    seq = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff_id} read case {self.case_id} up to {self.seq}"


class Presence(models.Model):
    """Who has a case open at this moment (正在查看); unlogged, forgotten within a minute, never a lock."""

    pk = models.CompositePrimaryKey("case_id", "staff_id")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("org.Staff", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    writing = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["staff"], name="case_presence_of_staff")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} has case {self.case_id} open"
