"""Units and customers that rows name: found in one query a set, created where the profile says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers import queries as known
from shouwen.domains.customers.actions import CustomerRow
from shouwen.domains.customers.queries import Findable
from shouwen.domains.imports.registers.matters import unit_codes
from shouwen.domains.imports.registers.plans import UnitsPlan
from shouwen.kernel.actor import Actor
from shouwen.platform.org import queries as org
from shouwen.platform.org.actions import UnitRow, ensure_units

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
        self.ids.update(org.unit_ids(fresh))
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
            self.ids[code] = org.unit_ids([code]).get(code, 0)
        return self._plan.create or self.ids[code] > 0

    def id_of(self, code: str | None) -> int | None:
        """The unit of a code; the root where a row names none; None when it is unknown."""
        return self.ids.get(code) if code else self.root


class People:
    """Staff number or login → id of those who are here, learnt set by set."""

    def __init__(self) -> None:
        self.ids: dict[str, int | None] = {}

    def learn(self, words: Iterable[str | None]) -> None:
        fresh = {word for word in words if word and word not in self.ids}
        if fresh:
            self.ids.update(dict.fromkeys(fresh) | org.staff_ids(fresh))

    def id_of(self, word: str | None) -> int | None:
        return self.ids.get(word) if word else None


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a matter is about, as ids, with the words it is found by."""

    customer_id: int | None = None
    account_id: int | None = None
    findable: Findable = field(default_factory=Findable)
    grid_unit_id: int | None = None


NOBODY = Party()


def holder_of(case: Case | None) -> Party:
    """Whose line a case that is here is about, for telling its clocks anew."""
    account = case.account if case else None
    return Party(grid_unit_id=account.grid_unit_id) if account else NOBODY


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
    return {
        found.words.account: Party(
            found.customer_id, found.account_id, found.words, found.grid_unit_id
        )
        for found in known.holders(numbers)
    }


def _phones(phones: set[str]) -> dict[tuple[str, str], Party]:
    """By telephone and name; by telephone alone where it belongs to one customer only."""
    found: dict[tuple[str, str], Party] = {}
    owners: dict[str, list[Party]] = {}
    for phone, one in known.callers(phones):
        party = Party(one.customer_id, None, one.words)
        found.setdefault((phone, one.words.name), party)
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
    accounts = {found.words.account: found.account_id for found in known.holders(numbers)}
    for pk, (made, places) in zip(ids, new.values(), strict=True):
        words = Findable(made.name, made.phone[-4:], made.address, made.account)
        for place in places:
            found[place] = Party(pk, accounts.get(made.account), words)
