"""What leaves the house as a file: how much a person may take a day, what was taken, what was granted more."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from shouwen.platform.exports import words


class Quota(models.Model):
    """导出额度: rows a person may export a day from this day on; the newest that has begun holds.

    A row for the account (a program that fetches every night) goes before one for the role in use,
    and that before the one for everybody.
    """

    role_code = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    rows_a_day = models.PositiveIntegerField()
    since = models.DateField()
    set_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["role_code", "account", "since"],
                name="export_quota_once_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="export_quota_for_one", condition=Q(role_code="") | Q(account=None)
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="export_quota_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id or self.role_code or '*'} {self.rows_a_day} since {self.since}"


class Use(models.Model):
    """一次导出: who took how many rows of what, in which form; its number stands on the file.

    Without an account it was a command of the system.
    """

    account = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    post_id = models.BigIntegerField(null=True)
    day = models.DateField()
    what = models.CharField(max_length=40)
    form = models.CharField(max_length=8)
    scope = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["account", "day"], name="export_use_of_day"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="export_use_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def label(self) -> str:
        return words.label(self.what)


class ReadDay(models.Model):
    """接口读取: rows about matters an account read page by page on one day; part of the day's quota.

    One row a day, counted up; whoever takes a file waits for it, so that nothing fits in twice.
    """

    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    day = models.DateField()
    rows = models.PositiveIntegerField()
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account", "day"], name="export_read_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.rows} rows on {self.day}"


class Grant(models.Model):
    """加额: rows beyond the quota for one person and one day, given by somebody else for a reason."""

    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    day = models.DateField()
    rows = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["account", "day"], name="export_grant_of_day"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="export_grant_by_another", condition=~Q(account=F("by"))),
            models.CheckConstraint(name="export_grant_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="export_grant_is_some", condition=Q(rows__gt=0)),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="export_grant_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.rows} rows on {self.day}"
