"""Requests about the own data, how long things are kept, what is exempt, and the proof of each run."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwen.domains.privacy.choices import (
    UNPROVEN,
    Checked,
    Delivered,
    NightMode,
    Outcome,
    RefusalGround,
    What,
    Wish,
)


class DataRequest(models.Model):
    """个人信息权利请求: what a person asks about the own data, who was verified how, what became of it.

    It belongs to one instance of a case of its own kind; the case's legal clock says by when. Rows
    of other kinds of cases are from before there was the kind, and ended.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    instance = models.PositiveSmallIntegerField(default=1)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    wish = models.CharField(max_length=12, choices=Wish)
    checked = models.CharField(max_length=12, choices=Checked)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    ground = models.CharField(max_length=12, choices=RefusalGround, blank=True)
    delivered = models.CharField(max_length=8, choices=Delivered, blank=True)
    export_number = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    proof = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case", "instance"], name="data_request_once_an_instance"
            ),
            models.CheckConstraint(
                name="data_request_wish_known", condition=Q(wish__in=Wish.values)
            ),
            models.CheckConstraint(
                name="data_request_checked_known", condition=Q(checked__in=Checked.values)
            ),
            models.CheckConstraint(
                name="data_request_ends_with_an_outcome",
                condition=Q(done_at=None, outcome="")
                | Q(done_at__isnull=False, outcome__in=Outcome.values),
            ),
            models.CheckConstraint(
                name="data_request_refused_on_a_ground",
                condition=Q(outcome=Outcome.REFUSED, ground__in=RefusalGround.values)
                | (~Q(outcome=Outcome.REFUSED) & Q(ground="")),
            ),
            models.CheckConstraint(
                name="data_request_delivered_known",
                condition=Q(delivered__in=["", *Delivered.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"data request {self.pk}"

    @property
    def copy_due(self) -> bool:
        """待交付副本: a verified person asked to see or have the data, and nothing was answered yet."""
        proven = self.checked not in UNPROVEN
        return proven and self.done_at is None and self.wish in {Wish.COPY, Wish.ACCESS}


class Rule(models.Model):
    """保存期限: what goes how many months after the end, on which legal basis, from which day on.

    ``kinds`` are the kinds of cases it is for; none means all that no other rule names. A rule is
    replaced by the newer one of the same ``code`` whose day has come; 0 months keeps for ever.
    """

    code = models.SlugField(max_length=40)
    what = models.CharField(max_length=12, choices=What)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    months = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=300)
    since = models.DateField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["code", "since"], name="retention_rule_once_a_day"),
            models.CheckConstraint(
                name="retention_rule_what_known", condition=Q(what__in=What.values)
            ),
            models.CheckConstraint(name="retention_rule_has_basis", condition=~Q(basis="")),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="retention_rule_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} since {self.since}"


class LegalHold(models.Model):
    """法律保留: a case or a customer of whom nothing is erased until the hold is lifted."""

    subject_kind = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                name="legal_hold_once",
                condition=Q(lifted_at=None),
            ),
            models.CheckConstraint(
                name="legal_hold_subject_known", condition=Q(subject_kind__in=["case", "customer"])
            ),
            models.CheckConstraint(name="legal_hold_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"hold on {self.subject_kind}:{self.subject_id}"


class Run(models.Model):
    """清除记录: one batch of one rule, with what it erased and a digest over it, chained to the batch before."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="runs")
    at = models.DateTimeField()
    before = models.DateTimeField()
    subjects = models.PositiveIntegerField()
    texts = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    fields = models.PositiveIntegerField()
    exempt = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="retention_run_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Proposal(models.Model):
    """保存期限提案: a rule somebody wants; another person makes it one, or it stays a proposal."""

    code = models.SlugField(max_length=40)
    what = models.CharField(max_length=12, choices=What)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    months = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=300)
    since = models.DateField()
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed = models.BooleanField(null=True)
    decided_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["code"], name="one_open_proposal_a_rule", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="proposal_confirmed_by_another",
                condition=~Q(confirmed=True) | ~Q(by=models.F("decided_by")),
            ),
            models.CheckConstraint(name="proposal_has_basis", condition=~Q(basis="")),
            models.CheckConstraint(name="proposal_what_known", condition=Q(what__in=What.values)),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk} of {self.code}"


class NightSwitch(models.Model):
    """夜间清除开关: what the nights do from here on; the newest row holds, without one they count."""

    mode = models.CharField(max_length=8, choices=NightMode)
    by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="night_switch_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.mode


class Night(models.Model):
    """夜间清除记录: how much was due and how much went; ``failure`` names what went wrong."""

    at = models.DateTimeField()
    mode = models.CharField(max_length=8, choices=NightMode)
    due = models.PositiveIntegerField(default=0)
    erased = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"night {self.pk}"
