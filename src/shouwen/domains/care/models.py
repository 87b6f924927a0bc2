"""Notes on staff care: sealed words about a person of the own team, and when to ask again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouwen.kernel.subject import Subject

KIND = "care"
"""The subject kind of a person's file; its id is that of the staff member."""
FOLLOW_UP = "care.note.follow_up"
"""The kind of the notice that a follow-up is due."""


class CareNoteQuerySet(models.QuerySet["CareNote"]):
    def waiting(self) -> CareNoteQuerySet:
        """待跟进: a follow-up was set and has not been done."""
        return self.filter(follow_up__isnull=False, followed_at__isnull=True)


class CareNote(models.Model):
    """关怀记录. ``unit`` is the writer's: its line of leaders may read. The words stand sealed and never change."""

    staff = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    writer = models.ForeignKey("org.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.TextField()
    follow_up = models.DateField(null=True)
    followed_at = models.DateTimeField(null=True)

    objects = CareNoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="care_not_about_oneself", condition=~Q(staff=models.F("writer"))
            ),
            models.CheckConstraint(name="care_note_is_sealed", condition=~Q(sealed="")),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["follow_up"],
                name="care_follow_up",
                condition=Q(follow_up__isnull=False, followed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"care note {self.pk}"

    @property
    def subject(self) -> Subject:
        return Subject(KIND, self.staff_id)
