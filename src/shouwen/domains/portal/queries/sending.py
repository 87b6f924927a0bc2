"""Where a message with a link goes, asked at the moment it leaves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import now

from shouwen.domains.cases.models import Case
from shouwen.domains.customers import consents
from shouwen.domains.customers.choices import Purpose
from shouwen.domains.customers.queries import phone_of
from shouwen.domains.portal.choices import EVALUATE
from shouwen.domains.portal.models import Link
from shouwen.domains.portal.tokens import token_of
from shouwen.platform.notify.models import Delivery
from shouwen.platform.notify.outsiders import Outsider


def purpose_of(message: str) -> Purpose:
    return Purpose.EVALUATION if message == EVALUATE else Purpose.PROGRESS


def reached(delivery: Delivery) -> Outsider | None:
    """The customer's number and link now; None once revoked, renumbered, erased or no longer wanted."""
    link = Link.objects.filter(pk=delivery.params.get("link") or 0).first()
    if link is None or not link.lives(now()):
        return None
    customer = Case.objects.filter(pk=link.case_id).values_list("customer_id", flat=True).first()
    if customer is None or not consents.allows(customer, purpose_of(delivery.kind)):
        return None
    phone = phone_of(customer)
    if not phone.endswith(link.tail):
        return None
    return Outsider(phone, reverse("portal:page", args=[token_of(link.nonce)]))
