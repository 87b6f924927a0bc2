"""Who watches which case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from shouwen.domains.watching.choices import How


class WatchQuerySet(models.QuerySet["Watch"]):
    def live(self) -> WatchQuerySet:
        return self.filter(until__isnull=True)


class Watch(models.Model):
    """关注: a person wants to hear what becomes of a case. It changes nothing of the matter itself.

    ``told`` is the journal entry of the case up to which the person has heard.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    staff = models.ForeignKey("org.Staff", models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=How, default=How.SOON)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    told = models.IntegerField(default=0)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["staff", "case"], condition=Q(until__isnull=True), name="watch_once"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["how"], condition=Q(until__isnull=True), name="watch_live")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} watches case {self.case_id}"
