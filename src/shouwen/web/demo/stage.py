"""The stage: units, people, contacts and customers of the demo branch, in sets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.actions import CustomerRow
from shouwen.domains.customers.models import ServiceAccount
from shouwen.domains.customers.queries import Findable
from shouwen.domains.kpi.actions import UsersOf, count_users
from shouwen.domains.kpi.models import UserCount
from shouwen.domains.routing.actions import add_route
from shouwen.domains.routing.models import Route
from shouwen.kernel.actor import Actor
from shouwen.platform.org import actions as org
from shouwen.platform.org.actions import StaffRow, UnitRow
from shouwen.platform.org.models import Appointment, Unit
from shouwen.web.demo import cast, duties
from shouwen.web.demo.customers import Person

TOPICS = ("宽带", "电视", "资费", "投诉")


@dataclass(frozen=True, slots=True)
class Stage:
    """Codes and numbers of the script as ids of this installation."""

    units: dict[str, int]
    actors: dict[str, Actor]
    customers: list[int]
    accounts: dict[str, int]
    folk: list[Person]

    def actor(self, number: str) -> Actor:
        """The one of that staff number; the customer's own doing is nobody's of us."""
        return self.actors[number] if number else Actor(via="job")

    def staff(self, number: str | None) -> int | None:
        return self.actors[number].staff if number else None

    def findable(self, person: int, account: int) -> Findable:
        who = self.folk[person]
        return Findable(who.name, who.phone[-4:], who.address, who.accounts[account].number)

    def grid(self, person: int, account: int) -> int:
        return self.units[self.folk[person].accounts[account].grid]

    def within(self, batch: int) -> Stage:
        return replace(self, actors={n: a.within(batch) for n, a in self.actors.items()})


@transaction.atomic
def build(folk: list[Person], *, password: str, by: Actor, at: datetime) -> Stage:
    """Set the stage as it stood at ``at``, before the first matter; safe to run again."""
    units = org.ensure_units(
        [
            UnitRow(code=u.code, name=u.name, kind=u.kind, parent_code=u.parent, area=u.area)
            for u in cast.units()
        ],
        valid_from=date(at.year, 1, 1),
        by=by,
        at=at,
    )
    org.ensure_staff(_staff_rows(password), active_from=date(at.year, 1, 1), by=by, at=at)
    _set_contacts(units, by=by, at=at)
    _set_routes(units, by=by, at=at)
    _count_users(units, by=by, at=at)
    duties.promise(units, _actors(), at=at)
    if not ServiceAccount.objects.filter(number=folk[0].accounts[0].number).exists():
        _register(folk, units)
    return ready(folk)


def _count_users(units: dict[str, int], *, by: Actor, at: datetime) -> None:
    """The billing system's list of the first of the year: some two thousand users a grid."""
    grids = [units[u.code] for u in cast.units() if u.kind == "grid"]
    if UserCount.objects.filter(unit_id__in=grids).exists():
        return
    first = date(at.year, 1, 1)
    counts = [UsersOf(grid, first, 1850 + 130 * (n % 9)) for n, grid in enumerate(grids)]
    count_users(counts, source=f"BOSS {first.isoformat()}", by=by, at=at)


def ready(folk: list[Person]) -> Stage:
    """The stage that stands already."""
    units = dict(
        Unit.objects.filter(code__in=[u.code for u in cast.units()]).values_list("code", "pk")
    )
    numbers = [account.number for who in folk for account in who.accounts]
    held = {
        number: (pk, customer)
        for number, pk, customer in ServiceAccount.objects.filter(number__in=numbers).values_list(
            "number", "pk", "customer_id"
        )
    }
    return Stage(
        units=units,
        actors=_actors(),
        customers=[held[who.accounts[0].number][1] for who in folk],
        accounts={number: pk for number, (pk, _) in held.items()},
        folk=folk,
    )


def _staff_rows(password: str) -> list[StaffRow]:
    """Everybody has an account; only the one per role that people try out has a password."""
    hashed = make_password(password)
    return [
        StaffRow(
            number=p.number,
            name=p.name,
            unit_code=p.unit,
            role=p.role,
            title=p.title,
            login=p.login or p.number.lower(),
            hashed=hashed if p.login else None,
            demo=True,
            work_phone=f"0999-555{n:04d}",
        )
        for n, p in enumerate(cast.players(), start=100)
    ]


def _set_contacts(units: dict[str, int], *, by: Actor, at: datetime) -> None:
    """A/B 角 of the departments and offices, for each topic."""
    actors = _actors()
    for code in (*cast.DEPARTMENTS, *(o.code for o in cast.OFFICES)):
        people = [p.number for p in cast.players() if p.unit == code or p.unit == f"{code}-H"][:2]
        for role, number in zip("AB", people, strict=False):
            for topic in TOPICS:
                org.set_contact(units[code], topic, role, actors[number].staff, by=by, at=at)


ROUTES = [
    ("complaint", "QC-KF", "投诉由客服部牵头处理"),
    ("suggestion", "QC-SC", "产品与资费建议归市场部研究"),
    ("commendation", "QC-KF", "表扬由客服部登记并转达"),
]
"""Which unit such matters are suggested to; all others go to the grid of the account."""


def _set_routes(units: dict[str, int], *, by: Actor, at: datetime) -> None:
    """派单规则 of the branch, once."""
    if Route.objects.filter(unit_id__in=units.values()).exists():
        return
    for kind, code, why in ROUTES:
        since = date(at.year, 1, 1)
        add_route(kind=kind, unit_id=units[code], why=why, since=since, by=by, at=at)


def _register(folk: list[Person], units: dict[str, int]) -> None:
    ids = customers.record_customers(
        [
            CustomerRow(
                name=who.name,
                phone=who.phone,
                tier=who.tier,
                address=who.address,
                unit_id=units[who.grid],
                account=who.accounts[0].number,
                product=who.accounts[0].product,
                grid_unit_id=units[who.grid],
            )
            for who in folk
        ]
    )
    for pk, who in zip(ids, folk, strict=True):
        for more in who.accounts[1:]:
            customers.add_account(
                pk,
                number=more.number,
                address=more.address,
                product=more.product,
                grid_unit_id=units[more.grid],
            )


def _actors() -> dict[str, Actor]:
    """Staff number → who acts, under the post the cast names."""
    numbers = [p.number for p in cast.players()]
    rows = Appointment.objects.filter(staff__number__in=numbers).values_list(
        "staff__number", "staff__account_id", "staff_id", "post_id", "post__unit_id"
    )
    return {
        number: Actor(account=account, staff=staff, post=post, unit=unit, via="job")
        for number, account, staff, post, unit in rows
    }
