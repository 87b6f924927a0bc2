"""Register and correct customers. Personal values never enter the journal's facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.customers import indexing
from shouwen.domains.customers.events import CustomerCorrected, CustomerErased, CustomerRegistered
from shouwen.domains.customers.models import Customer, CustomerWords, ServiceAccount
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record

CORRECTABLE = frozenset({"name", "phone", "id_no", "tier", "address", "unit_id"})


def subject(customer_id: int) -> Subject:
    return Subject("customer", customer_id)


@transaction.atomic
def register(
    *,
    name: str,
    phone: str = "",
    id_no: str | None = None,
    tier: str = "standard",
    address: str = "",
    unit_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Customer:
    """建客户资料: somebody we have not met before."""
    customer = Customer.objects.create(
        name=name,
        phone=phone,
        phone_tail=phone[-4:],
        id_no=id_no or None,
        tier=tier,
        address=address,
        unit_id=unit_id,
    )
    indexing.write([(customer.pk, name, customer.phone_tail, [address])])
    record(CustomerRegistered(subject=subject(customer.pk), unit_id=unit_id), by=by, at=at)
    return customer


@transaction.atomic
def correct(customer_id: int, *, by: Actor, at: datetime, **changes: Any) -> Customer:
    """更正客户资料: only the named fields move; which ones is recorded, their values are not."""
    if unknown := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {sorted(unknown)}")
    customer = Customer.objects.select_for_update().get(pk=customer_id)
    moved = {f: value for f, value in changes.items() if getattr(customer, f) != value}
    if not moved:
        return customer
    for field, value in moved.items():
        setattr(customer, field, value)
    customer.phone_tail = customer.phone[-4:]
    customer.save(update_fields=[*moved, "phone_tail"])
    indexing.refresh([customer.pk])
    fields = ",".join(sorted(moved))
    record(CustomerCorrected(subject=subject(customer.pk), fields=fields), by=by, at=at)
    return customer


@transaction.atomic
def add_account(
    customer_id: int,
    *,
    number: str,
    address: str = "",
    product: str = "",
    grid_unit_id: int | None = None,
) -> ServiceAccount:
    """开户: one more line of this customer."""
    account = ServiceAccount.objects.create(
        customer_id=customer_id,
        number=number,
        address=address,
        product=product,
        grid_unit_id=grid_unit_id,
    )
    indexing.refresh([customer_id])
    return account


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer for the set form; ``account`` is the number of their one service account."""

    name: str
    phone: str = ""
    id_no: str | None = None
    tier: str = "standard"
    address: str = ""
    unit_id: int | None = None
    account: str = ""
    product: str = ""
    grid_unit_id: int | None = None


@transaction.atomic
def record_customers(rows: Sequence[CustomerRow]) -> list[int]:
    """The set form for imports and demo data: ids in the order given; silent, no journal entries.

    A customer taken over in a set is told by the batch's own entry.
    """
    customers = Customer.objects.bulk_create(
        [
            Customer(
                name=r.name,
                phone=r.phone,
                phone_tail=r.phone[-4:],
                id_no=r.id_no or None,
                tier=r.tier,
                address=r.address,
                unit_id=r.unit_id,
            )
            for r in rows
        ],
        batch_size=2000,
    )
    ServiceAccount.objects.bulk_create(
        [
            ServiceAccount(
                customer=c,
                number=r.account,
                address=r.address,
                product=r.product,
                grid_unit_id=r.grid_unit_id,
            )
            for c, r in zip(customers, rows, strict=True)
            if r.account
        ],
        batch_size=2000,
    )
    indexing.write((c.pk, c.name, c.phone_tail, [c.address]) for c in customers)
    return [c.pk for c in customers]


PERSONAL = ("name", "phone", "id_no", "address")


@transaction.atomic
def erase(customer_ids: Collection[int], *, rule: str, by: Actor, at: datetime) -> int:
    """按规则删除: the personal fields of these customers, their history and search words; how many fields.

    The numbers of their lines stay: they name the line and not the person. A second time nothing happens.
    """
    erased = 0
    for customer in Customer.objects.select_for_update().filter(pk__in=customer_ids).order_by("pk"):
        filled = [field for field in PERSONAL if getattr(customer, field)]
        lines = customer.accounts.exclude(address="").update(address="")
        if not filled and not lines:
            continue
        for field in PERSONAL:
            setattr(customer, field, None if field == "id_no" else "")
        customer.phone_tail = ""
        customer.save(update_fields=[*PERSONAL, "phone_tail"])
        fact = CustomerErased(subject=subject(customer.pk), rule=rule, fields=len(filled) + lines)
        record(fact, by=by, at=at)
        erased += len(filled) + lines
    _forget_history(customer_ids)
    CustomerWords.objects.filter(customer_id__in=customer_ids).delete()
    return erased


def _forget_history(customer_ids: Collection[int]) -> None:
    """The values before each correction, which the database kept beside the rows."""
    lines = ServiceAccount.objects.filter(customer_id__in=customer_ids).values("pk")
    for model, ids in ((Customer, customer_ids), (ServiceAccount, lines)):
        history: Any = getattr(model, "pgh_event_model")  # noqa: B009
        history.objects.filter(pgh_obj_id__in=ids).delete()
