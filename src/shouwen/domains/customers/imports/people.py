"""One row a customer, known again by the number the other system gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from shouwen.domains.customers import queries
from shouwen.domains.customers.actions import CustomerRow, record_customers, subject
from shouwen.domains.customers.choices import Tier
from shouwen.domains.customers.events import CustomerCorrected, CustomerRegistered
from shouwen.domains.customers.imports import writing
from shouwen.domains.customers.imports.taking import Register
from shouwen.domains.customers.models import Customer
from shouwen.platform.exchange.organisation import Entrant
from shouwen.platform.exchange.queries import keys_of
from shouwen.platform.exchange.remembered import Plain
from shouwen.platform.org import queries as org

WORDS = frozenset({"name", "phone", "address"})
"""By these the customer's matters are found."""


class CustomerRegister(Register):
    """Customers: new ones in one set, changed ones in another."""

    kind: ClassVar[str] = "customer"
    twice: ClassVar[str] = "key_twice"
    fixed: ClassVar[frozenset[str]] = frozenset()
    place: ClassVar[str] = "unit"

    def called(self, entrant: Entrant) -> str:
        return entrant.reading.key

    def matched(self, entrants: list[Entrant]) -> list[Entrant]:
        ids = [e.known.subject_id for e in entrants if e.known is not None]
        held = Customer.objects.filter(pk__in=ids).order_by("pk").select_for_update()
        self.by_id = {customer.pk: customer for customer in held}
        seen = queries.visible(scope=self.scope)
        self.visible = set(seen.filter(pk__in=ids).values_list("pk", flat=True))
        strangers = [e for e in entrants if e.known is None]
        free = self._recognisable(strangers)
        return [e for e in entrants if self._stands(e, free)]

    def _recognisable(self, entrants: Sequence[Entrant]) -> dict[tuple[str, str], list[Customer]]:
        """Customers of these telephone numbers and names whom the other system has not named yet."""
        phones = {e.row["phone"] for e in entrants if "phone" in e.row}
        found: dict[tuple[str, str], list[Customer]] = {}
        if not phones:
            return found
        here = queries.visible(scope=self.scope).filter(phone__in=phones).order_by("pk")
        customers = list(here)
        named = keys_of(self.profile.source, self.kind, [c.pk for c in customers])
        for customer in customers:
            if customer.pk not in named:
                found.setdefault((customer.phone, customer.name), []).append(customer)
        return found

    def _stands(self, entrant: Entrant, free: Mapping[tuple[str, str], list[Customer]]) -> bool:
        if entrant.known is None:
            same = free.get((entrant.row.get("phone", ""), entrant.row["name"]))
            if same:
                customer = same.pop()
                entrant.subject_id = customer.pk
                self.adopt(entrant, standing(customer))
            return True
        known = self.by_id.get(entrant.known.subject_id)
        if known is None or known.pk not in self.visible:
            self.refuse(entrant, "customer_outside", "name")
            return False
        entrant.subject_id = known.pk
        self.compare(entrant, standing(known))
        return True

    def create(self, entrants: Sequence[Entrant]) -> Mapping[str, int]:
        rows = [
            CustomerRow(
                name=e.row["name"],
                phone=e.row.get("phone") or "",
                id_no=e.row.get("id_no"),
                tier=e.row.get("tier") or Tier.STANDARD,
                address=e.row.get("address") or "",
                unit_id=self.unit_of(e.row),
            )
            for e in entrants
        ]
        ids = record_customers(rows)
        self.tell(
            CustomerRegistered(subject=subject(pk), unit_id=row.unit_id)
            for pk, row in zip(ids, rows, strict=True)
        )
        return {e.reading.key: pk for e, pk in zip(entrants, ids, strict=True)}

    def correct(self, entrants: Sequence[Entrant]) -> list[Entrant]:
        moved = [(self.by_id[e.subject_id or 0], e.moved) for e in entrants]
        write(moved, {e.row.get("unit"): self.unit_of(e.row) for e in entrants})
        self.tell(corrections(moved))
        words = {c.pk for c, fields in moved if WORDS & fields.keys()}
        self.found_by_new_words(words, cases=True)
        return list(entrants)


def standing(customer: Customer) -> Plain:
    """The customer as a row would say it."""
    unit = org.tree().nodes.get(customer.unit_id or 0)
    return {
        "name": customer.name,
        "phone": customer.phone or None,
        "id_no": customer.id_no,
        "tier": customer.tier,
        "address": customer.address or None,
        "unit": unit.code if unit else None,
    }


def write(
    moved: Sequence[tuple[Customer, Mapping[str, Any]]], units: Mapping[str | None, int | None]
) -> None:
    """更正一组客户: the moved fields of each; what they were stays in the history of the rows."""
    for customer, fields in moved:
        for name, value in fields.items():
            if name == "unit":
                customer.unit_id = units.get(value)
            elif name == "tier":
                customer.tier = value or Tier.STANDARD
            else:
                setattr(customer, name, value if name == "id_no" else value or "")
    writing.customers([one for one, _ in moved])


def corrections(
    moved: Sequence[tuple[Customer, Mapping[str, Any]]],
) -> Iterator[CustomerCorrected]:
    for customer, fields in moved:
        names = sorted("unit_id" if name == "unit" else name for name in fields)
        yield CustomerCorrected(subject=subject(customer.pk), fields=",".join(names))
