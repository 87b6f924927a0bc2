"""What comes by paper and from within: entries of the opinion books in the halls, suggestions of staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class BookEntry(models.Model):
    """One entry of a hall's opinion book (意见簿) and its case; ``pasted_at``: the answer stands in the book."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    hall = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    book = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    written_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    pasted_at = models.DateTimeField(null=True)
    pasted_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["hall", "book", "number"], name="book_entry_once"),
            models.CheckConstraint(name="book_entry_numbered", condition=Q(number__gt=0)),
            models.CheckConstraint(name="book_named", condition=~Q(book="")),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["hall", "-entered_at", "-id"], name="book_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.book}/{self.number}"

    @property
    def is_pasted(self) -> bool:
        """已贴回: the answer that stands now, not one from before a reopening."""
        said = self.case.answered_at
        return self.pasted_at is not None and (said is None or self.pasted_at >= said)


class Suggestion(models.Model):
    """员工建议 and its case. Without ``named`` the case does not tell whose it is; only its author sees this row."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+", db_index=False)
    named = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["staff", "-at", "-id"], name="suggestion_of_staff"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"  # never whose
