"""One row a service account: its number is its own everywhere, its holder is named by the customer's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from shouwen.domains.customers import queries
from shouwen.domains.customers.events import AccountCorrected, AccountOpened
from shouwen.domains.customers.imports import writing
from shouwen.domains.customers.imports.shapes import NO, YES
from shouwen.domains.customers.imports.taking import Register
from shouwen.domains.customers.models import ServiceAccount
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope
from shouwen.platform.exchange import queries as exchange
from shouwen.platform.exchange.organisation import Entrant
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.exchange.rejects import RejectsFile
from shouwen.platform.exchange.remembered import Plain
from shouwen.platform.org import queries as org

SET = 2_000


class AccountRegister(Register):
    """Service accounts: new ones in one set, changed ones in another."""

    kind: ClassVar[str] = "line"
    identity: ClassVar[str] = "account"
    twice: ClassVar[str] = "account_twice"
    fixed: ClassVar[frozenset[str]] = frozenset({"account"})
    place: ClassVar[str] = "grid"

    def __init__(
        self,
        profile: Profile,
        batch: int | None,
        scope: Scope,
        rejects: RejectsFile,
        by: Actor,
        at: datetime,
        renamed: Callable[[Collection[int]], object],
        holders: str,
    ) -> None:
        super().__init__(profile, batch, scope, rejects, by, at, renamed)
        self.holders = holders

    def matched(self, entrants: list[Entrant]) -> list[Entrant]:
        ids = [e.known.subject_id for e in entrants if e.known is not None]
        numbers = [e.row["account"] for e in entrants]
        here = ServiceAccount.objects.select_for_update().order_by("pk")
        self.by_id = {a.pk: a for a in here.filter(pk__in=ids)}
        self.by_number = {a.number: a for a in here.filter(number__in=numbers)}
        known = exchange.known(self.holders, [e.row["customer"] for e in entrants])
        self.customers = {key: one.subject_id for key, one in known.items()}
        held = {a.customer_id for a in (*self.by_id.values(), *self.by_number.values())}
        self.keys = exchange.keys_of(self.holders, "customer", held)
        everybody = queries.visible(scope=self.scope)
        wanted = held | set(self.customers.values())
        self.visible = set(everybody.filter(pk__in=wanted).values_list("pk", flat=True))
        return [e for e in entrants if self._held(e) and self._stands(e)]

    def _held(self, entrant: Entrant) -> bool:
        """Whether the customer has been imported, and is one's own."""
        holder = self.customers.get(entrant.row["customer"])
        if holder is None:
            self.refuse(entrant, "customer_unknown", "customer", source=self.holders)
        elif holder not in self.visible:
            self.refuse(entrant, "customer_outside", "customer")
        return holder in self.visible

    def _stands(self, entrant: Entrant) -> bool:
        known, number = entrant.known, entrant.row["account"]
        account = self.by_id.get(known.subject_id) if known else self.by_number.get(number)
        if account is None and known is None:
            return True
        if account is None or account.customer_id not in self.visible:
            self.refuse(entrant, "customer_outside", "account")
            return False
        entrant.subject_id = account.pk
        current = standing(account, self.keys.get(account.customer_id))
        if known is None:
            self.adopt(entrant, current)
        else:
            self.compare(entrant, current)
        return True

    def create(self, entrants: Sequence[Entrant]) -> Mapping[str, int]:
        made = ServiceAccount.objects.bulk_create(
            [
                ServiceAccount(
                    number=e.row["account"],
                    customer_id=self.customers[e.row["customer"]],
                    address=e.row.get("address") or "",
                    product=e.row.get("product") or "",
                    grid_unit_id=self.unit_of(e.row),
                    active=e.row.get("active") != NO,
                )
                for e in entrants
            ],
            batch_size=SET,
        )
        self.tell(AccountOpened(subject=subject(a.pk), customer_id=a.customer_id) for a in made)
        self.found_by_new_words({a.customer_id for a in made}, cases=False)
        return {a.number: a.pk for a in made}

    def correct(self, entrants: Sequence[Entrant]) -> list[Entrant]:
        moved = [(self.by_id[e.subject_id or 0], e.moved) for e in entrants]
        before = {account.customer_id for account, _ in moved}
        units = {e.row.get("grid"): self.unit_of(e.row) for e in entrants}
        write(moved, units, self.customers)
        self.tell(corrections(moved))
        self.found_by_new_words(before | {a.customer_id for a, _ in moved}, cases=False)
        return list(entrants)


def subject(account_id: int) -> Subject:
    return Subject("line", account_id)


def standing(account: ServiceAccount, holder: str | None) -> Plain:
    """The account as a row would say it."""
    grid = org.tree().nodes.get(account.grid_unit_id or 0)
    return {
        "account": account.number,
        "customer": holder,
        "address": account.address or None,
        "product": account.product or None,
        "grid": grid.code if grid else None,
        "active": YES if account.active else NO,
    }


def write(
    moved: Sequence[tuple[ServiceAccount, Mapping[str, Any]]],
    units: Mapping[str | None, int | None],
    customers: Mapping[str, int],
) -> None:
    """更正一组用户号: the moved fields of each; what they were stays in the history of the rows."""
    for account, fields in moved:
        for name, value in fields.items():
            if name == "grid":
                account.grid_unit_id = units.get(value)
            elif name == "customer":
                account.customer_id = customers[value]
            elif name == "active":
                account.active = value != NO
            else:
                setattr(account, name, value or "")
    writing.accounts([one for one, _ in moved])


def corrections(
    moved: Sequence[tuple[ServiceAccount, Mapping[str, Any]]],
) -> Iterator[AccountCorrected]:
    for account, fields in moved:
        yield AccountCorrected(subject=subject(account.pk), fields=",".join(sorted(fields)))
