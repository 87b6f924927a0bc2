"""What a batch brought, for the page that shows its result: masked, as everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.domains.customers import queries
from shouwen.domains.customers.imports.shapes import KINDS
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.platform.access.masking import mask_address, mask_name, mask_phone
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.queries import subjects_of


@dataclass(frozen=True, slots=True)
class Brought:
    """One customer or account that came with a batch."""

    number: str
    name: str
    about: str


def brought(batch: int, shape: str, *, scope: Scope, limit: int) -> list[Brought]:
    """The first customers or accounts of a batch that the reader may see."""
    ids = subjects_of(batch, KINDS[shape])
    mine = queries.visible(scope=scope)
    if shape == "customer":
        found = mine.filter(pk__in=ids).order_by("pk")[:limit]
        return [_customer(one) for one in found]
    accounts = ServiceAccount.objects.filter(pk__in=ids, customer__in=mine).order_by("pk")
    return [
        Brought(one.number, mask_name(one.customer.name), mask_address(one.address))
        for one in accounts.select_related("customer")[:limit]
    ]


def _customer(one: Customer) -> Brought:
    return Brought(mask_phone(one.phone), mask_name(one.name), mask_address(one.address))
