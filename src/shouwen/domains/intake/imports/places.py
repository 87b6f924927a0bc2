"""Units and customers that rows name: found in one query a set, created where the profile says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.actions import CustomerRow
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.customers.queries import Findable
from shouwen.domains.intake.imports.matters import unit_codes
from shouwen.domains.intake.imports.plans import UnitsPlan
from shouwen.kernel.actor import Actor
from shouwen.platform.org.actions import UnitRow, ensure_units
from shouwen.platform.org.models import Unit

LONG_AGO = date(1900, 1, 1)
"""Units that come with history stood there before its first row; since when, nobody said."""


class Units:
    """Code → unit id, learnt set by set."""

    def __init__(self, plan: UnitsPlan) -> None:
        self._plan = plan
        self.ids: dict[str, int] = {}
        self.root: int | None = None

    def learn(self, rows: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime) -> None:
        """Find the units these rows name; create those that are missing, root first."""
        wanted = unit_codes(rows)
        fresh = {code: name for code, name in wanted.items() if code not in self.ids}
        if not fresh and (self.root is not None or self._plan.root is None):
            return
        known = Unit.objects.filter(code__in=fresh).values_list("code", "pk")
        self.ids.update(known)
        missing = [] if not self._plan.create else [c for c in fresh if c not in self.ids]
        root = self._plan.root
        if missing or (root is not None and self.root is None):
            new = [root] if root is not None else []
            new += [
                UnitRow(
                    code=code,
                    name=fresh[code],
                    kind=self._plan.kind,
                    parent_code=root.code if root else None,
                )
                for code in missing
                if root is None or code != root.code
            ]
            self.ids.update(ensure_units(new, valid_from=LONG_AGO, by=by, at=at))
        if root is not None:
            self.root = self.ids[root.code]

    def accepts(self, code: str) -> bool:
        """Whether a unit of this code is there, or may be created."""
        if not self._plan.create and code not in self.ids:
            found = Unit.objects.filter(code=code).values_list("pk", flat=True).first()
            self.ids[code] = found or 0
        return self._plan.create or self.ids[code] > 0

    def id_of(self, code: str | None) -> int | None:
        """The unit of a code; the root where a row names none; None when it is unknown."""
        return self.ids.get(code) if code else self.root


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a matter is about, as ids, with the words it is found by."""

    customer_id: int | None = None
    account_id: int | None = None
    findable: Findable = field(default_factory=Findable)


NOBODY = Party()


def parties(rows: Sequence[Mapping[str, Any]], units: Sequence[int]) -> list[Party | None]:
    """The customers of these rows, by service account, else by telephone and name; new ones are
    registered. None where a row names an account that does not exist and no customer to give it to."""
    if not any(r.get("account") or r.get("customer_name") or r.get("customer_phone") for r in rows):
        return [NOBODY] * len(rows)
    by_account = _accounts({r["account"] for r in rows if r.get("account")})
    by_phone = _phones({r["customer_phone"] for r in rows if r.get("customer_phone")})
    found: list[Party | None] = []
    new: dict[tuple[str, ...], tuple[CustomerRow, list[int]]] = {}
    for index, row in enumerate(rows):
        party = _match(row, by_account, by_phone)
        if party is None and row.get("customer_name"):
            made = _row(row, units[index])
            key = (made.account, made.name, made.phone, made.address)
            new.setdefault(key, (made, []))[1].append(index)
        found.append(party)
    _register(new, found)
    return found


def _match(
    row: Mapping[str, Any],
    by_account: Mapping[str, Party],
    by_phone: Mapping[tuple[str, str], Party],
) -> Party | None:
    account, phone = row.get("account"), row.get("customer_phone")
    if account:
        return by_account.get(account)
    if phone and (party := by_phone.get((phone, row.get("customer_name") or ""))):
        return party
    return None if row.get("customer_name") else NOBODY


def _accounts(numbers: set[str]) -> dict[str, Party]:
    rows = ServiceAccount.objects.filter(number__in=numbers).values_list(
        "number", "customer_id", "pk", "customer__name", "customer__phone_tail", "customer__address"
    )
    return {
        number: Party(customer, pk, Findable(name, tail, address, number))
        for number, customer, pk, name, tail, address in rows
    }


def _phones(phones: set[str]) -> dict[tuple[str, str], Party]:
    """By telephone and name; by telephone alone where it belongs to one customer only."""
    rows = Customer.objects.filter(phone__in=phones).order_by("-pk")
    found: dict[tuple[str, str], Party] = {}
    owners: dict[str, list[Party]] = {}
    for pk, phone, tail, name, address in rows.values_list(
        "pk", "phone", "phone_tail", "name", "address"
    ):
        party = Party(pk, None, Findable(name, tail, address))
        found.setdefault((phone, name), party)
        owners.setdefault(phone, []).append(party)
    found.update({(p, ""): o[0] for p, o in owners.items() if len(o) == 1})
    return found


def _row(row: Mapping[str, Any], unit_id: int) -> CustomerRow:
    return CustomerRow(
        name=row["customer_name"],
        phone=row.get("customer_phone") or "",
        id_no=row.get("customer_id_no"),
        tier=row.get("customer_tier") or "standard",
        address=row.get("customer_address") or "",
        unit_id=unit_id,
        account=row.get("account") or "",
    )


def _register(
    new: Mapping[tuple[str, ...], tuple[CustomerRow, list[int]]], found: list[Party | None]
) -> None:
    if not new:
        return
    ids = customers.record_customers([made for made, _places in new.values()])
    numbers = [made.account for made, _places in new.values() if made.account]
    accounts = dict(ServiceAccount.objects.filter(number__in=numbers).values_list("number", "pk"))
    for pk, (made, places) in zip(ids, new.values(), strict=True):
        words = Findable(made.name, made.phone[-4:], made.address, made.account)
        for place in places:
            found[place] = Party(pk, accounts.get(made.account), words)
