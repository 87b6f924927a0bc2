"""How a service account stood when the billing system last told of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class Standing(models.Model):
    """账户状况 as of one moment; only newer news replaces it. ``balance`` is in cents, below zero is owed."""

    account = models.OneToOneField(
        "customers.ServiceAccount", models.PROTECT, primary_key=True, related_name="standing"
    )
    balance = models.BigIntegerField()
    suspended_since = models.DateField(null=True)
    as_of = models.DateTimeField()
    source = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="standing_has_a_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="standing_not_ahead", condition=Q(as_of__lte=models.F("received_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"standing of account {self.account_id}"

    @property
    def owes(self) -> bool:
        return self.balance < 0

    @property
    def amount(self) -> str:
        """In yuan, without the sign: the word beside it says which way."""
        yuan, cents = divmod(abs(self.balance), 100)
        return f"{yuan:,}.{cents:02d}"

    @property
    def suspended_for_arrears(self) -> bool:
        """欠费停机: no technician is needed, a payment is."""
        return self.owes and self.suspended_since is not None
