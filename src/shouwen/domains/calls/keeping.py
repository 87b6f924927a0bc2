"""What calls tell of people: whose they are, how long they are kept, and how it is taken from them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.domains.calls.models import Call
from shouwen.domains.cases.choices import ENDED
from shouwen.domains.customers.models import Customer


def telling() -> QuerySet[Call]:
    """Calls that still tell a number or a line."""
    return Call.objects.exclude(number="", account=None)


def of_customers(customer_ids: Collection[int]) -> QuerySet[Call]:
    """来电 of these people: of their lines, of their cases, or of a number that is theirs alone."""
    others = Customer.objects.filter(phone=OuterRef("phone")).exclude(pk__in=customer_ids)
    theirs = Customer.objects.filter(pk__in=customer_ids).exclude(phone="")
    numbers = theirs.exclude(Exists(others)).values("phone")
    return telling().filter(
        Q(account__customer_id__in=customer_ids)
        | Q(case__customer_id__in=customer_ids)
        | Q(number__in=numbers, account=None)
    )


def over(before: datetime) -> QuerySet[Call]:
    """Rang before then, and no case that it led to is still open."""
    return telling().filter(Q(case=None) | Q(case__state__in=ENDED), rang_at__lt=before)


def erase(call_ids: Collection[int], *, rule: str, at: datetime) -> int:
    """清除: number and line go; when it rang, who answered and its case stay. How many calls."""
    return (
        telling()
        .filter(pk__in=call_ids)
        .update(number="", account=None, erased_rule=rule, erased_at=at)
    )
