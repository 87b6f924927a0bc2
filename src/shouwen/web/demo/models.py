"""How far the demo branch is: read by the desk while it fills."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Branch(models.Model):
    """The demo branch of this installation (演示分公司); one row, or none where there is no demo.

    ``as_of`` is the present of the play: script and seed follow from it, so that a fill that was cut
    short goes on where it stood (``done`` matters of ``total``).
    """

    one = models.BooleanField(primary_key=True, default=True)
    root = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    as_of = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="demo_branch_single", condition=Q(one=True)),
            models.CheckConstraint(
                name="demo_branch_done_within_total", condition=Q(done__lte=F("total"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

    @property
    def percent(self) -> int:
        return 100 * self.done // max(self.total, 1)
