"""Customers as others may see them: masked, unless somebody gave a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.customers.words import is_initials, terms, tsquery
from shouwen.platform.access.masking import (
    mask_address,
    mask_id,
    mask_name,
    mask_phone,
    mask_within,
)
from shouwen.platform.access.scope import Scope

TAIL = 4


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
    accounts = sorted(customer.accounts.all(), key=lambda a: a.pk)
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


Veil = Callable[[str], str]
"""Covers what words somebody wrote say of a person."""


def veil(customer: Customer | None) -> Veil:
    """遮盖: numbers in any words, and this customer's own name and addresses in them."""
    if customer is None:
        return mask_within
    return _covering(
        customer.name, [customer.address, *(a.address for a in customer.accounts.all())]
    )


def _covering(name: str, addresses: Iterable[str]) -> Veil:
    """The longer address first: a shorter one may be a part of it."""
    known = sorted({*addresses} - {""}, key=len, reverse=True)
    return partial(mask_within, names=[name] if name else [], addresses=known)


def veils(ids: Iterable[int | None]) -> Mapping[int | None, Veil]:
    """Customer id → what covers the words about them, in two queries; numbers are covered for all."""
    wanted = {pk for pk in ids if pk}
    found: dict[int | None, Veil] = defaultdict(lambda: mask_within)
    if not wanted:
        return found
    places: dict[int, list[str]] = {}
    rows = ServiceAccount.objects.filter(customer_id__in=wanted).exclude(address="")
    for owner, address in rows.values_list("customer_id", "address"):
        places.setdefault(owner, []).append(address)
    people = Customer.objects.filter(pk__in=wanted).values_list("pk", "name", "address")
    for pk, name, address in people:
        found[pk] = _covering(name, [address, *places.get(pk, ())])
    return found


def masked_contacts(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Customer id → masked name and telephone, for lists; one query, none for no ids."""
    if not (wanted := set(ids)):
        return {}
    found = Customer.objects.filter(pk__in=wanted).only("name", "phone")
    return {customer.pk: masked_contact(customer) for customer in found}


def masked_contact(customer: Customer) -> tuple[str, str]:
    """Name and telephone as every list shows them."""
    return mask_name(customer.name), mask_phone(customer.phone)


def phone_of(customer_id: int) -> str:
    """The number in full, for sending and comparing only; never for a page."""
    found = Customer.objects.filter(pk=customer_id).values_list("phone", flat=True).first()
    return found or ""


def by_phone(phone: str) -> list[Customer]:
    """来电识别: the customers who gave exactly this telephone number, newest first."""
    return list(Customer.objects.filter(phone=phone).exclude(phone="").order_by("-pk")[:20])


@dataclass(frozen=True, slots=True)
class Findable:
    """What a customer's matters are found by."""

    name: str = ""
    phone_tail: str = ""
    address: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A customer, with the service account he was found by, and the words his matters are found by."""

    customer_id: int
    account_id: int | None
    words: Findable
    grid_unit_id: int | None = None


def holders(numbers: Collection[str]) -> list[Holder]:
    """The customers of these service accounts, in one query."""
    rows = ServiceAccount.objects.filter(number__in=numbers).values_list(
        *("number", "customer_id", "pk", "grid_unit_id"),
        *("customer__name", "customer__phone_tail", "customer__address"),
    )
    return [
        Holder(customer, pk, Findable(name, tail, address, number), grid)
        for number, customer, pk, grid, name, tail, address in rows
    ]


def callers(phones: Collection[str]) -> list[tuple[str, Holder]]:
    """The customers with these telephone numbers, each with its number, newest first."""
    rows = Customer.objects.filter(phone__in=phones).order_by("-pk")
    return [
        (phone, Holder(pk, None, Findable(name, tail, address)))
        for pk, phone, tail, name, address in rows.values_list(
            "pk", "phone", "phone_tail", "name", "address"
        )
    ]


def findable(customer_id: int | None, account_id: int | None = None) -> Findable:
    """The searchable words of one customer and account, in one query."""
    if customer_id is None:
        return Findable()
    number = ServiceAccount.objects.filter(pk=account_id or 0).values("number")
    found = Customer.objects.filter(pk=customer_id).values_list(
        "name", "phone_tail", "address", Coalesce(Subquery(number), Value(""))
    )
    row = found.first()
    return Findable(*row) if row else Findable()


def visible(*, scope: Scope) -> QuerySet[Customer]:
    """The customers of the scope: registered there, or with a line in one of its grids."""
    if scope.everything:
        return Customer.objects.all()
    units = list(scope.units)
    lines = ServiceAccount.objects.filter(grid_unit_id__in=units).values("customer_id")
    return Customer.objects.filter(Q(unit_id__in=units) | Q(pk__in=lines))


def find(typed: str, *, scope: Scope, limit: int) -> list[Customer]:
    """来电识别: by telephone, account number, last four digits, initials, or pieces of name and address.

    A whole number beats its last four digits: those are tried only where nothing else fits. Several
    words must all fit: ``zxm 5678`` is 张晓明 with that number. Names that begin so come first.
    """
    together = "".join(typed.split())
    everybody = visible(scope=scope)
    if not together.isdecimal():
        return _worded(typed, everybody, limit)
    account = ServiceAccount.objects.filter(number=together).values("customer_id")
    found = list(everybody.filter(Q(phone=together) | Q(pk__in=account)).order_by("pk")[:limit])
    if found or len(together) != TAIL:
        return found
    return list(everybody.filter(phone_tail=together).order_by("pk")[:limit])


def _worded(typed: str, everybody: QuerySet[Customer], limit: int) -> list[Customer]:
    """Those whose words fit; what the index says of characters is checked against the text."""
    query = tsquery(typed)
    if not query:
        return []
    hits = RawSQL("SELECT customer_id FROM customers_search WHERE tokens @@ %s::tsquery", [query])
    found = everybody.filter(pk__in=hits)
    for term in terms(typed):
        if is_initials(term) or term.isdecimal():
            continue
        held = ServiceAccount.objects.filter(customer=OuterRef("pk"), address__icontains=term)
        found = found.filter(Q(name__icontains=term) | Q(address__icontains=term) | Exists(held))
    first = terms(typed)[0]
    begins = Case(When(name__istartswith=first, then=0), default=1)
    return list(found.order_by(begins, "name", "pk")[:limit])
