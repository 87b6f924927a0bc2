"""Questions about units, people, posts and contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from shouwen.kernel.actor import Actor
from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.access.models import Account
from shouwen.platform.access.scope import Scope
from shouwen.platform.org.models import Appointment, Contact, Staff, Unit, UnitPlace
from shouwen.platform.org.tree import Node, Tree, reading, tree

__all__ = ["Node", "Tree", "tree"]

LEADER_ROLES = (
    R.SHIFT_LEADER,
    R.DUTY_MANAGER,
    R.DEPARTMENT_HEAD,
    R.SERVICE_MANAGER,
    R.COUNTY_MANAGER,
    R.LEADER_IN_CHARGE,
)


def unit_by_code(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first()


def below(unit_id: int) -> frozenset[int]:
    """The unit and everything under it today."""
    return frozenset(tree().below(unit_id))


def below_on(unit_id: int, *, on: object) -> frozenset[int]:
    """The unit and everything that stood under it on a day (隶属以当日为准)."""
    places = UnitPlace.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)
    children: dict[int | None, list[int]] = {}
    for parent, unit in places.values_list("parent_id", "unit_id"):
        children.setdefault(parent, []).append(unit)
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        fresh = [u for u in children.get(waiting.pop(), ()) if u not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)


def roots() -> list[Unit]:
    """The units without parent that are active, in the order of their codes."""
    return list(Unit.objects.active().filter(parent__isnull=True).order_by("code"))


def zones() -> dict[int, str]:
    """Unit → name of its time zone, inherited from above, else the installation's."""
    known = tree()
    return {unit: known.zone(unit) or settings.TIME_ZONE for unit in known.nodes}


def zone_of(unit_id: int | None) -> ZoneInfo:
    """The time zone in which the unit's days begin."""
    zone = tree().zone(unit_id) if unit_id is not None else None
    return ZoneInfo(zone or settings.TIME_ZONE)


def names(unit_ids: Iterable[int]) -> dict[int, str]:
    nodes = tree().nodes
    return {unit: nodes[unit].name for unit in unit_ids if unit in nodes}


def codes(unit_ids: Iterable[int]) -> dict[int, str]:
    nodes = tree().nodes
    return {unit: nodes[unit].code for unit in unit_ids if unit in nodes}


def staff_names(staff_ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {staff for staff in staff_ids if staff is not None}
    known = reading().staff
    if missing := wanted - known.keys():
        known |= Staff.objects.filter(pk__in=missing).values_list("pk", "name")
    return {staff: known[staff] for staff in wanted if staff in known}


def account_names(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Account → the person's name, for timelines; accounts without staff by their login."""
    wanted = {account for account in account_ids if account is not None}
    if not wanted:
        return {}
    rows = Account.objects.filter(pk__in=wanted).values_list("pk", "staff__name", "login")
    return {pk: name or login for pk, name, login in rows}


def contacts_at(unit_id: int, *, at: datetime) -> QuerySet[Contact]:
    found = Contact.objects.filter(running(at), unit_id=unit_id).select_related("staff")
    return found.order_by("topic", "role")


def staff_with(permission: str, *, at: datetime) -> set[int]:
    """Everybody whose running post carries this permission."""
    posts = Appointment.objects.filter(running(at), post__role__permissions__code=permission)
    return set(posts.values_list("staff_id", flat=True))


def posts_of(staff_id: int, *, at: datetime) -> list[Appointment]:
    """The posts a person may act under now, the main one first."""
    return list(
        Appointment.objects.filter(running(at), staff_id=staff_id)
        .select_related("post__unit", "post__role")
        .order_by("-share", "since", "pk")
    )


def units_of(by: Actor, *, at: datetime) -> set[int]:
    """Where whoever acts stands: at the post acted in and at every other one, since two posts make no two people."""
    held = posts_of(by.staff, at=at) if by.staff is not None else []
    return {one.post.unit_id for one in held} | ({by.unit} if by.unit is not None else set())


def main_posts(staff_ids: Collection[int], *, at: datetime) -> QuerySet[Appointment]:
    """The main post of each of these people, one row a person."""
    held = Appointment.objects.filter(running(at), staff_id__in=staff_ids)
    held = held.select_related("post").order_by("staff_id", "-share", "since", "pk")
    return held.distinct("staff_id")


def members(
    unit_ids: Collection[int], *, at: datetime, roles: Collection[str] = ()
) -> QuerySet[Staff]:
    """People who hold a post at one of the units, optionally in certain roles; by number."""
    held = Appointment.objects.filter(running(at), post__unit_id__in=unit_ids)
    if roles:
        held = held.filter(post__role__code__in=roles)
    return Staff.objects.filter(pk__in=held.values("staff_id")).order_by("number")


def leaders_of(unit_id: int, *, at: datetime) -> list[Staff]:
    """Who leads the unit (班长、值班经理、主管…); where nobody does, the leaders of the nearest unit above."""
    node = tree().nodes.get(unit_id)
    for ancestor in reversed(node.path if node else ()):
        if found := list(members([ancestor], at=at, roles=LEADER_ROLES)):
            return found
    return []


def visible_staff(scope: Scope) -> QuerySet[Staff]:
    """People with a present or former post at a unit in sight."""
    if scope.everything:
        return Staff.objects.all()
    held = Appointment.objects.filter(post__unit_id__in=scope.units)
    return Staff.objects.filter(pk__in=held.values("staff_id"))


def appointments_in(scope: Scope) -> QuerySet[Appointment]:
    """Appointments at units in sight."""
    if scope.everything:
        return Appointment.objects.all()
    return Appointment.objects.filter(post__unit_id__in=scope.units)


def former_posts_of(staff_id: int, *, at: datetime) -> list[Appointment]:
    """Posts a person held before, the latest first."""
    ended = Appointment.objects.filter(staff_id=staff_id, until__lte=at)
    return list(ended.select_related("post__unit", "post__role").order_by("-until", "-pk")[:10])


def accounts_of(person: Staff) -> QuerySet[Account]:
    return Account.objects.filter(staff=person)


def people(*, scope: Scope, text: str = "", gone: bool = False) -> QuerySet[Staff]:
    """Staff the reader may see, found by part of the name, the number or pinyin initials; by number."""
    found = visible_staff(scope).filter(active_to__isnull=not gone)
    if text := text.strip():
        found = found.filter(
            Q(name__icontains=text)
            | Q(number__icontains=text)
            | Q(initials__startswith=text.lower())
        )
    return found.select_related("account").order_by("number")


def appointments_at(unit_id: int, *, at: datetime) -> QuerySet[Appointment]:
    """Who holds which post at the unit now."""
    return (
        Appointment.objects.filter(running(at), post__unit_id=unit_id)
        .select_related("staff", "post__role")
        .order_by("post__role_id", "staff__number")
    )


def running(at: datetime) -> Q:
    """Rows with since and until that hold at an instant."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def staff_named(text: str, *, scope: Scope) -> list[Staff]:
    """The people still here with this number or exact name, as far as the reader may see them."""
    found = visible_staff(scope).filter(Q(number=text) | Q(name=text), active_to__isnull=True)
    return list(found.order_by("number")[:2])


@dataclass(frozen=True, slots=True)
class Place:
    """Which post somebody holds: a role at a unit, with the title given to it."""

    unit_code: str
    role: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A person as a register sees him: number, name, login and the posts held now, oldest first."""

    id: int
    number: str
    name: str
    login: str | None
    account_id: int | None
    active_from: date
    active_to: date | None
    work_phone: str
    places: tuple[Place, ...]


def staff_cards(
    *, numbers: Collection[str] = (), ids: Collection[int] = (), at: datetime
) -> list[StaffCard]:
    """The people with these numbers or ids, in two queries; by number."""
    people = Staff.objects.filter(Q(number__in=numbers) | Q(pk__in=ids)).select_related("account")
    held = Appointment.objects.filter(running(at), staff__in=people.values("pk")).order_by("pk")
    places: dict[int, list[Place]] = {}
    for pk, unit, role, title in held.values_list(
        "staff_id", "post__unit__code", "post__role__code", "post__title"
    ):
        places.setdefault(pk, []).append(Place(unit, role, title))
    return [
        StaffCard(
            id=person.pk,
            number=person.number,
            name=person.name,
            login=person.account.login if person.account else None,
            account_id=person.account_id,
            active_from=person.active_from,
            active_to=person.active_to,
            work_phone=person.work_phone,
            places=tuple(places.get(person.pk, ())),
        )
        for person in people.order_by("number")
    ]


def unit_ids(codes: Collection[str]) -> dict[str, int]:
    """Code → id of those of the codes that exist."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))


def staff_ids(words: Collection[str]) -> dict[str, int]:
    """Staff number or login → id of the people still here; a number goes before a login."""
    here = Staff.objects.filter(active_to__isnull=True)
    by_login = here.filter(account__login__in=words).values_list("account__login", "pk")
    by_number = here.filter(number__in=words).values_list("number", "pk")
    return {**dict(by_login), **dict(by_number)}
