"""需要提供的材料: dated lists by kind and category, and what of them was received for a case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from shouwen.domains.cases.models import Case
from shouwen.domains.mattertypes.queries import spoken
from shouwen.domains.papers.choices import Form
from shouwen.platform.clocks.models.triggers import append_only

LINES = 8
"""So many papers a list may have; who must bring more is sent away twice."""


class PaperList(models.Model):
    """材料清单: what a kind of matters, or one category of it, needs from a day on; never edited.

    An empty list says that nothing is needed any more. ``why`` is for colleagues.
    """

    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    why = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "category", "valid_from"], name="paper_list_once_a_day"
            )
        ]
        triggers: ClassVar[list[Any]] = [append_only("paper_list_is_append_only")]

    def __str__(self) -> str:
        return f"{self.kind} {self.category} from {self.valid_from}"

    @property
    def category_words(self) -> str:
        return spoken(self.category)


class Paper(models.Model):
    """材料: one paper of a list, as the customer reads it."""

    list = models.ForeignKey(PaperList, models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=120, blank=True)
    form = models.CharField(max_length=10, choices=Form)
    required = models.BooleanField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["list", "name"], name="paper_once_a_list")
        ]
        triggers: ClassVar[list[Any]] = [append_only("paper_is_append_only")]

    def __str__(self) -> str:
        return self.name


class Tick(models.Model):
    """收件: whether a paper of a case is with us, by whom and when; the last row of a paper holds."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    taken = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["case", "paper", "-id"], name="paper_tick_of_case")
        ]
        triggers: ClassVar[list[Any]] = [append_only("paper_tick_is_append_only")]

    def __str__(self) -> str:
        return f"paper {self.paper_id} of case {self.case_id}"
