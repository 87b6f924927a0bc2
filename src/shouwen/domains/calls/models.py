"""Calls, as the telephone system tells them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class Call(models.Model):
    """One telephone call as the telephone system told it (来电); each of its times is told once.

    ``draft`` names the form of the call, by which the case taken in from it is known. Once
    ``erased_rule`` took number and line, no later word of the telephone system brings them back.
    """

    call_id = models.CharField(max_length=64, unique=True)
    draft = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=20, blank=True)
    line = models.CharField(max_length=30, blank=True)
    agent = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(
        "customers.ServiceAccount", models.PROTECT, null=True, related_name="+"
    )
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)
    called_back_by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="calls")
    erased_rule = models.CharField(max_length=40, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_call"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="call_erased_tells_nobody",
                condition=Q(erased_at=None, erased_rule="")
                | Q(erased_at__isnull=False, number="", account=None) & ~Q(erased_rule=""),
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-rang_at"], name="call_rang_at"),
            models.Index(
                fields=["number", "answered_at"],
                name="call_answered",
                condition=~Q(number="") & Q(answered_at__isnull=False),
            ),
            models.Index(
                fields=["erased_at"], name="call_erased", condition=Q(erased_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"  # never the number: this lands in logs

    @property
    def missed(self) -> bool:
        return self.ended_at is not None and self.answered_at is None
