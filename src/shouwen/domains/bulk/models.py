"""A run and its rows: what was asked, what each case was before, and how it went."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from shouwen.domains.bulk.choices import Result, RunState
from shouwen.domains.cases.models import Case
from shouwen.platform.access.models import Account


class Run(models.Model):
    """批量操作: one verb on many cases by one person under one post.

    ``key`` comes with the dialog, so that a double click is one run. ``text`` is kept only until the
    run is done: from then on the words stand in the journal of each case, where they can be erased.
    """

    key = models.UUIDField()
    verb = models.CharField(max_length=20)
    terms = models.JSONField(default=dict)
    text = models.TextField(blank=True, default="")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    post_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    missing = models.PositiveIntegerField(default=0)  # ticked, but not to be seen
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    undo_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["account", "-at"], name="bulk_runs_of_account")
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account", "key"], name="bulk_run_once"),
            models.CheckConstraint(
                name="bulk_run_state_known", condition=Q(state__in=RunState.values)
            ),
            models.CheckConstraint(
                name="bulk_run_done_forgets_text",
                condition=Q(state=RunState.RUNNING) | Q(text="", done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="bulk_run_done_after_begin",
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class RunRow(models.Model):
    """One case of a run; ``seen`` is the version the preview showed, ``after`` the one the run left."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="rows", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    seen = models.PositiveIntegerField(null=True)
    after = models.PositiveIntegerField(null=True)
    unit_before = models.BigIntegerField(null=True)
    staff_before = models.BigIntegerField(null=True)
    result = models.CharField(max_length=10, choices=Result, default=Result.PENDING)
    code = models.CharField(max_length=60, blank=True, default="")
    said = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "case"], name="bulk_row_once"),
            models.CheckConstraint(
                name="bulk_row_result_known", condition=Q(result__in=Result.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.case_id}"
