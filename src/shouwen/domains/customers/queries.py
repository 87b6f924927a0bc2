"""Customers as others may see them: masked, unless somebody gave a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.platform.access.masking import mask_address, mask_id, mask_name, mask_phone


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer as shown on a page; ``masked`` says whether the personal fields are covered."""

    id: int
    name: str
    phone: str
    id_no: str
    tier: str
    tier_label: str
    address: str
    accounts: tuple[str, ...]
    products: tuple[str, ...]
    masked: bool


def card(customer: Customer, *, masked: bool) -> CustomerCard:
    """客户资料: masked by default (138****5678, 张*, address to street)."""
    accounts = list(customer.accounts.order_by("pk"))
    number = mask_id if masked else str
    return CustomerCard(
        id=customer.pk,
        name=mask_name(customer.name) if masked else customer.name,
        phone=mask_phone(customer.phone) if masked else customer.phone,
        id_no=number(customer.id_no or ""),
        tier=customer.tier,
        tier_label=customer.get_tier_display(),
        address=mask_address(customer.address) if masked else customer.address,
        accounts=tuple(a.number for a in accounts),
        products=tuple(dict.fromkeys(a.product for a in accounts if a.product)),
        masked=masked,
    )


def masked_contacts(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Customer id → masked name and telephone, for lists; one query, none for no ids."""
    if not (wanted := set(ids)):
        return {}
    rows = Customer.objects.filter(pk__in=wanted).values_list("pk", "name", "phone")
    return {pk: (mask_name(name), mask_phone(phone)) for pk, name, phone in rows}


def by_phone(phone: str) -> list[Customer]:
    """来电识别: the customers who gave exactly this telephone number, newest first."""
    return list(Customer.objects.filter(phone=phone).exclude(phone="").order_by("-pk")[:20])


def by_account(number: str) -> Customer | None:
    found = ServiceAccount.objects.select_related("customer").filter(number=number).first()
    return found.customer if found else None


@dataclass(frozen=True, slots=True)
class Findable:
    """What a customer's matters are found by."""

    name: str = ""
    phone_tail: str = ""
    address: str = ""
    account: str = ""


def findable(customer_id: int | None, account_id: int | None = None) -> Findable:
    """The searchable words of one customer and account, in one query."""
    if customer_id is None:
        return Findable()
    row = (
        Customer.objects.filter(Q(pk=customer_id))
        .values_list("name", "phone_tail", "address")
        .first()
    )
    number = account_id and (
        ServiceAccount.objects.filter(pk=account_id).values_list("number", flat=True).first()
    )
    return Findable(*row, account=number or "") if row else Findable()
