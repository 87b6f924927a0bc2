"""The ledger of consents (同意台账): what a customer allows, and what holds where nobody has asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwen.domains.customers.choices import ConsentChannel, Purpose
from shouwen.domains.customers.events import ConsentGiven, ConsentWithdrawn
from shouwen.domains.customers.models import Consent, Customer
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record

UNASKED = {Purpose.PROGRESS: True, Purpose.EVALUATION: True, Purpose.MARKETING: False}
"""Without a word of the customer: what belongs to the matter goes on, offers need a yes."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What holds for one purpose and channel now; ``row`` is the word it rests on, if there is one."""

    purpose: Purpose
    channel: ConsentChannel
    allowed: bool
    row: Consent | None


def allows(customer_id: int, purpose: str, channel: str = ConsentChannel.SMS) -> bool:
    """Whether the customer may be written to (or called) for this purpose."""
    last = (
        Consent.objects.filter(customer_id=customer_id, purpose=purpose, channel=channel)
        .order_by("-at", "-pk")
        .values_list("given", flat=True)
        .first()
    )
    return UNASKED[Purpose(purpose)] if last is None else last


def stands(customer_id: int) -> list[Stand]:
    """Every purpose by text message, and offers by telephone, with the word they rest on."""
    rows = Consent.objects.filter(customer_id=customer_id).order_by("at", "pk").select_related("by")
    last = {(row.purpose, row.channel): row for row in rows}
    asked = [(purpose, ConsentChannel.SMS) for purpose in Purpose]
    asked.append((Purpose.MARKETING, ConsentChannel.PHONE))
    return [
        Stand(
            purpose=purpose,
            channel=channel,
            allowed=row.given if (row := last.get((purpose, channel))) else UNASKED[purpose],
            row=row,
        )
        for purpose, channel in asked
    ]


@transaction.atomic
def say(
    customer_id: int,
    *,
    purpose: str,
    channel: str,
    given: bool,
    evidence: str,
    by: Actor,
    at: datetime,
) -> Consent | None:
    """记同意或撤回: the customer's word from now on; None where it is what he said before."""
    customer = Customer.objects.select_for_update().get(pk=customer_id)
    last = (
        Consent.objects.filter(customer=customer, purpose=purpose, channel=channel)
        .order_by("-at", "-pk")
        .first()
    )
    if last is not None and last.given == given:
        return None
    row = Consent.objects.create(
        customer=customer,
        purpose=purpose,
        channel=channel,
        given=given,
        evidence=evidence,
        at=at,
        by_id=by.staff,
    )
    said = ConsentGiven if given else ConsentWithdrawn
    fact = said(
        subject=Subject("customer", customer_id),
        consent_id=row.pk,
        purpose=purpose,
        channel=channel,
        evidence=evidence,
    )
    record(fact, by=by, at=at)
    return row
