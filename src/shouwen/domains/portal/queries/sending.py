"""Where a message with a link goes, asked at the moment it leaves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import now

from shouwen.domains.cases.choices import IN_WORK
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import Purpose
from shouwen.domains.customers.queries import phone_of
from shouwen.domains.portal.choices import EVALUATE, OFFER, Stage
from shouwen.domains.portal.models import Link
from shouwen.domains.portal.queries.appointing import appointment
from shouwen.domains.portal.tokens import token_of
from shouwen.platform.notify.actions import can_write
from shouwen.platform.notify.models import Delivery
from shouwen.platform.notify.outsiders import Outsider

TAIL = 4


def purpose_of(message: str) -> Purpose:
    return Purpose.EVALUATION if message == EVALUATE else Purpose.PROGRESS


def reachable(case: Case, message: str) -> str:
    """The number a message with a link can go to; empty without one, a channel, or against the customer's word."""
    if case.customer_id is None or not can_write():
        return ""
    phone = phone_of(case.customer_id)
    tail = phone[-TAIL:]
    if len(tail) < TAIL or not (tail.isascii() and tail.isdecimal()):
        return ""
    return phone if consents.allows(case.customer_id, purpose_of(message)) else ""


def reached(delivery: Delivery) -> Outsider | None:
    """The customer's number and link now; None once revoked, renumbered, erased or no longer wanted.

    None too for an offer that was answered or taken back before its message left.
    """
    link = Link.objects.select_related("case").filter(pk=delivery.params.get("link") or 0).first()
    if link is None or not link.lives(now()):
        return None
    customer = link.case.customer_id
    if customer is None or not consents.allows(customer, purpose_of(delivery.kind)):
        return None
    phone = phone_of(customer)
    if not phone.endswith(link.tail):
        return None
    if delivery.kind == OFFER and not still_offered(link.case, delivery.params["offer"]):
        return None
    return Outsider(phone, reverse("portal:page", args=[token_of(link.nonce)]), link.language)


def still_offered(case: Case, appointment_id: int) -> bool:
    """Whether the customer has yet to answer that very offer, and its time has not passed."""
    held = appointment(case)
    return (
        held is not None
        and (held.pk, held.stage) == (appointment_id, Stage.OFFERED)
        and now() < held.ends_at
        and case.state in IN_WORK
    )
