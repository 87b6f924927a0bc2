"""Who the matters are about: customers and the service accounts they hold."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from shouwen.domains.customers.choices import ConsentChannel, Evidence, Purpose, Tier


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Customer(models.Model):
    """One customer (客户). Name, telephone, id number and address are personal: shown masked only."""

    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=30, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)  # of phone, for search
    id_no = models.CharField(max_length=30, null=True, blank=True)
    tier = models.CharField(max_length=16, choices=Tier.choices, default=Tier.STANDARD)
    address = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["phone"], name="customer_phone", condition=~Q(phone="")),
            models.Index(
                fields=["phone_tail", "id"], name="customer_phone_tail", condition=~Q(phone_tail="")
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="customer_tier_known", condition=Q(tier__in=list(Tier.values))
            ),
            models.CheckConstraint(
                name="customer_phone_tail_follows_phone",
                condition=Q(phone__endswith=models.F("phone_tail")),
            ),
        ]

    def __str__(self) -> str:
        return f"customer {self.pk}"  # never the name: this lands in logs


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ServiceAccount(models.Model):
    """One account of a customer (用户号): the line at an address; "用户数" counts these."""

    number = models.CharField(max_length=30, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="accounts")
    address = models.CharField(max_length=300, blank=True)
    grid_unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    product = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.number


class CustomerWords(models.Model):
    """What a customer is found by (检索词): initials in every reading, pieces of name and address."""

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="words", db_column="customer_id"
    )
    tokens = SearchVectorField()

    class Meta:
        db_table = "customers_search"
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["tokens"], name="customer_search_tokens")]

    def __str__(self) -> str:
        return f"words of customer {self.pk}"


class Consent(models.Model):
    """同意台账: one yes or no of a customer to one use of the number; the last word counts.

    Nothing is edited or taken away: a withdrawal is a row of its own.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    channel = models.CharField(max_length=8, choices=ConsentChannel.choices)
    given = models.BooleanField()
    evidence = models.CharField(max_length=8, choices=Evidence.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("org.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["customer", "purpose", "channel", "-at", "-id"], name="consent_last"
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="consent_purpose_known", condition=Q(purpose__in=list(Purpose.values))
            ),
            models.CheckConstraint(
                name="consent_channel_known", condition=Q(channel__in=list(ConsentChannel.values))
            ),
            models.CheckConstraint(
                name="consent_evidence_known", condition=Q(evidence__in=list(Evidence.values))
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="consent_never_edited", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
