"""Units and people in sets, for files and for the demo branch: what is missing is created, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access.errors import LoginTaken
from shouwen.platform.access.events import AccountCreated
from shouwen.platform.access.models import Account, Role
from shouwen.platform.journal.actions import Fact, record_set
from shouwen.platform.org import errors, events, tree
from shouwen.platform.org.actions.units import day_of, known_zone, new_ids
from shouwen.platform.org.models import Appointment, Post, Staff, Unit, UnitPlace
from shouwen.platform.org.pinyin import initials


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit as a file names it; the parent by its code."""

    code: str
    name: str
    kind: str
    parent_code: str | None = None
    zone: str | None = None
    area: str = ""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One person as a file names him; with a unit and a role also the post."""

    number: str
    name: str
    unit_code: str | None = None
    role: str | None = None
    title: str = ""
    login: str | None = None
    hashed: str | None = None
    demo: bool = False
    active_from: date | None = None
    work_phone: str = ""


@transaction.atomic
def ensure_units(
    rows: Sequence[UnitRow], *, valid_from: date | None = None, by: Actor, at: datetime
) -> dict[str, int]:
    """Create the units whose code is not known yet, in one set; code → id of all of them.

    A parent may stand in the same set, in any order. Units that exist are left as they are. A row's own
    ``valid_from`` comes before that of the set.
    """
    wanted = {row.code: row for row in rows}
    known = _known_units(wanted)
    if not wanted.keys() - known.keys():
        return {code: known[code].pk for code in wanted}
    tree.lock()
    known = _known_units(wanted)
    missing = [row for row in wanted.values() if row.code not in known]
    ids = dict(zip((row.code for row in missing), new_ids(len(missing)), strict=True))
    first_day = valid_from or day_of(at)
    ordered = _parents_first(missing)
    for row in ordered:
        known[row.code] = _unit(row, ids[row.code], known, row.valid_from or first_day)
    new = [known[row.code] for row in ordered]
    Unit.objects.bulk_create(new)
    UnitPlace.objects.bulk_create(
        UnitPlace(unit=unit, parent_id=unit.parent_id, since=unit.valid_from) for unit in new
    )
    record_set([Fact(_created(unit), by, at) for unit in new], react=False)
    return {code: known[code].pk for code in wanted}


def _known_units(wanted: dict[str, UnitRow]) -> dict[str, Unit]:
    codes = wanted.keys() | {row.parent_code for row in wanted.values() if row.parent_code}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}


def _parents_first(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """The rows in an order in which every parent comes before its children."""
    waiting = {row.code: row for row in rows}
    ordered: list[UnitRow] = []
    while waiting:
        ready = [row for row in waiting.values() if row.parent_code not in waiting]
        if not ready:
            raise errors.UnderItself
        ordered += ready
        for row in ready:
            del waiting[row.code]
    return ordered


def _unit(row: UnitRow, pk: int, known: dict[str, Unit], first_day: date) -> Unit:
    parent = known.get(row.parent_code) if row.parent_code else None
    if row.parent_code and parent is None:
        raise errors.UnknownUnit(unit=row.parent_code)
    return Unit(
        pk=pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        parent=parent,
        path=[*(parent.path if parent else []), pk],
        zone=known_zone(row.zone),
        area=row.area,
        valid_from=first_day,
    )


def _created(unit: Unit) -> events.UnitCreated:
    return events.UnitCreated(
        subject=Subject("unit", unit.pk),
        code=unit.code,
        unit_kind=unit.kind,
        parent_id=unit.parent_id,
    )


@transaction.atomic
def ensure_staff(
    rows: Sequence[StaffRow], *, active_from: date | None = None, by: Actor, at: datetime
) -> dict[str, int]:
    """Create the people whose number is not known yet, with login and post; number → id of all of them.

    People who exist keep what they have; a post named for them is added when they do not hold it.
    """
    wanted = {row.number: row for row in rows}
    known = dict(Staff.objects.filter(number__in=wanted).values_list("number", "pk"))
    missing = [row for row in wanted.values() if row.number not in known]
    accounts = _new_accounts(missing, by=by, at=at)
    new = Staff.objects.bulk_create(
        Staff(
            number=row.number,
            name=row.name,
            initials=initials(row.name),
            account=accounts.get(row.login or ""),
            work_phone=row.work_phone,
            active_from=row.active_from or active_from or day_of(at),
        )
        for row in missing
    )
    known |= {staff.number: staff.pk for staff in new}
    facts = [
        Fact(
            events.StaffHired(
                subject=Subject("staff", staff.pk),
                number=staff.number,
                account_id=staff.account_id,
            ),
            by,
            at,
        )
        for staff in new
    ]
    facts += _appoint_all(wanted, known, by=by, at=at)
    if facts:
        record_set(facts, react=False)
    return known


def _new_accounts(rows: Sequence[StaffRow], *, by: Actor, at: datetime) -> dict[str, Account]:
    logins = [row.login for row in rows if row.login]
    if taken := Account.objects.filter(login__in=logins).first():
        raise LoginTaken(login=taken.login)
    new = Account.objects.bulk_create(
        Account(
            login=row.login,
            password=row.hashed or make_password(None),
            is_demo=row.demo,
            created_at=at,
        )
        for row in rows
        if row.login
    )
    if new:
        made = [AccountCreated(subject=Subject("account", account.pk)) for account in new]
        record_set([Fact(event, by, at) for event in made], react=False)
    return {account.login: account for account in new}


def _appoint_all(
    wanted: dict[str, StaffRow], known: dict[str, int], *, by: Actor, at: datetime
) -> list[Fact]:
    """Give each person the post the row names; the facts of the new appointments."""
    placed = [row for row in wanted.values() if row.unit_code and row.role]
    posts = _posts(placed)
    staff_ids = [known[row.number] for row in placed]
    running = Appointment.objects.filter(staff_id__in=staff_ids, until__isnull=True)
    held = set(running.values_list("staff_id", "post_id"))
    new = Appointment.objects.bulk_create(
        Appointment(staff_id=known[row.number], post=posts[_place(row)], since=at)
        for row in placed
        if (known[row.number], posts[_place(row)].pk) not in held
    )
    return [Fact(_appointed(appointment), by, at) for appointment in new]


def _place(row: StaffRow) -> tuple[str, str, str]:
    return (row.unit_code or "", row.role or "", row.title)


def _posts(rows: Sequence[StaffRow]) -> dict[tuple[str, str, str], Post]:
    units = {u.code: u for u in Unit.objects.filter(code__in={row.unit_code for row in rows})}
    roles = {r.code: r for r in Role.objects.filter(code__in={row.role for row in rows})}
    for row in rows:
        if row.unit_code not in units:
            raise errors.UnknownUnit(unit=row.unit_code)
        if row.role not in roles:
            raise errors.UnknownRole(role=row.role)
    wanted = {_place(row) for row in rows}
    Post.objects.bulk_create(
        (Post(unit=units[unit], role=roles[role], title=title) for unit, role, title in wanted),
        ignore_conflicts=True,
    )
    found = Post.objects.filter(unit__in=units.values(), role__in=roles.values())
    return {
        (post.unit.code, post.role.code, post.title): post
        for post in found.select_related("unit", "role")
    }


def _appointed(appointment: Appointment) -> events.StaffAppointed:
    return events.StaffAppointed(
        subject=Subject("staff", appointment.staff_id),
        appointment_id=appointment.pk,
        post_id=appointment.post_id,
        unit_id=appointment.post.unit_id,
        role=appointment.post.role.code,
        since=appointment.since,
    )
