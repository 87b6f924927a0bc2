"""客户导出: customers and service accounts as tables that the exchange reads again.

Covered unless somebody gives a reason to have them in full; that is told in the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.customers import queries
from shouwen.domains.customers.events import RegisterExported
from shouwen.domains.customers.imports import accounts, people
from shouwen.domains.customers.imports.shapes import ACCOUNT, CUSTOMER
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access.masking import mask_address, mask_id, mask_name, mask_phone
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange.queries import keys_of
from shouwen.platform.exchange.remembered import Plain
from shouwen.platform.journal.actions import Text, record

SET = 2_000
OURS = "#"
"""Before the number of a customer whom no other system has named."""
COVERS = {"name": mask_name, "phone": mask_phone, "id_no": mask_id, "address": mask_address}
COLUMNS = {"customers": ["number", *CUSTOMER.fields], "accounts": [*ACCOUNT.fields]}


def rows(what: str, *, source: str, scope: Scope, in_full: bool) -> Iterator[list[Any]]:
    """The register in the order of registration, ``source`` says whose numbers of customers are meant."""
    last = 0
    while part := _part(what, last, source, scope):
        for last, row in part:  # noqa: B007
            yield [_shown(name, row.get(name), in_full) for name in COLUMNS[what]]


def _part(what: str, last: int, source: str, scope: Scope) -> Sequence[tuple[int, Plain]]:
    mine = queries.visible(scope=scope)
    if what == "customers":
        found: list[Customer] = list(mine.filter(pk__gt=last).order_by("pk")[:SET])
        keys = keys_of(source, "customer", [c.pk for c in found])
        return [
            (c.pk, {"number": keys.get(c.pk, f"{OURS}{c.pk}"), **people.standing(c)}) for c in found
        ]
    lines = ServiceAccount.objects.filter(pk__gt=last, customer__in=mine).order_by("pk")[:SET]
    held: list[ServiceAccount] = list(lines)
    keys = keys_of(source, "customer", [a.customer_id for a in held])
    return [
        (a.pk, accounts.standing(a, keys.get(a.customer_id, f"{OURS}{a.customer_id}")))
        for a in held
    ]


def _shown(name: str, value: str | None, in_full: bool) -> str:
    cover = None if in_full else COVERS.get(name)
    return cover(value) if cover and value else value or ""


@transaction.atomic
def tell(what: str, *, reason: str, by: Actor, at: datetime) -> None:
    """登记完整导出: who took the register out in full, and why."""
    fact = RegisterExported(subject=Subject("register", 0), what=what)
    record(fact, by=by, at=at, text=Text(reason, purpose="unmask"))
