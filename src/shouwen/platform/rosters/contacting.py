"""通讯录: whom to call in a unit: A and B of each topic and who is on duty now, each with the work phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from shouwen.platform.access.acting import Acting
from shouwen.platform.org.choices import UnitKind
from shouwen.platform.org.models import Contact, Staff
from shouwen.platform.org.pinyin import initials
from shouwen.platform.org.queries import running
from shouwen.platform.org.tree import Node, tree
from shouwen.platform.rosters.queries import OnDuty, callable_from, on_duty_at, standings
from shouwen.platform.rosters.words import standing_words

PAGE = 200
ON_DUTY = 3
"""So many of those on duty are named for each unit."""


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to call: as A, B or on duty; ``word``: whether a contact is there, else who covers."""

    staff_id: int
    name: str
    phone: str
    role: str = ""
    word: str = ""
    tone: str = ""
    cover: Callee | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Topics that have the same A and B."""

    topics: tuple[str, ...]
    a: Callee | None
    b: Callee | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of the board."""

    unit: Node
    lines: list[Line]
    on_duty: list[Callee]


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board; ``total``: how many units it has in all."""

    entries: list[Entry]
    total: int


def board(
    units: Collection[int], *, text: str = "", on_duty: bool = False, start: int = 0, at: datetime
) -> Board:
    """通讯录 of these units: every department, and whatever else has named who answers or is on duty.

    ``text`` finds units by name or pinyin initials, and those where somebody to call, as a contact
    or on duty, has such a name, such initials or a number with it; or by topic. ``on_duty``: only
    units where somebody is on duty now.
    """
    duties = on_duty_at(units, at=at)
    found = _listed(units, text.strip(), duties, at)
    if on_duty:
        found = [node for node in found if duties.get(node.id)]
    shown = found[start : start + PAGE]
    ids = [node.id for node in shown]
    contacts = list(Contact.objects.filter(running(at), unit_id__in=ids).order_by("topic", "role"))
    duties = {unit: duties[unit] for unit in ids if unit in duties}
    known = _Known(contacts, duties, at)
    entries = [
        Entry(node, known.lines(node.id), known.on_duty(duties.get(node.id, ()))) for node in shown
    ]
    return Board(entries, len(found))


def callable_by(acting: Acting) -> Collection[int]:
    """Whom somebody may call: a county its own and the departments, the head office everybody."""
    return set(tree().nodes) if acting.scope.everything else callable_from(acting.unit_id)


def callee(person: OnDuty | None) -> Callee | None:
    """Somebody on duty with the number to call."""
    if person is None:
        return None
    phone = Staff.objects.values_list("work_phone", flat=True).get(pk=person.staff_id)
    return Callee(person.staff_id, person.name, phone)


def _listed(
    units: Collection[int], text: str, duties: Mapping[int, list[OnDuty]], at: datetime
) -> list[Node]:
    """The units of the board in order: departments first, then by code."""
    contacts = Contact.objects.filter(running(at), unit_id__in=units)
    named = {*contacts.values_list("unit_id", flat=True), *duties}
    nodes = [
        node
        for node in tree().nodes.values()
        if node.active
        and node.id in units
        and (node.id in named or node.kind == UnitKind.DEPARTMENT)
    ]
    if text:
        says = contacts.filter(_says(text, "staff__") | Q(topic__icontains=text))
        theirs = {*says.values_list("unit_id", flat=True), *_on_duty_as(text, duties)}
        nodes = [n for n in nodes if n.id in theirs or _called(n.name, text.lower())]
    return sorted(nodes, key=lambda n: (n.kind != UnitKind.DEPARTMENT, n.code))


def _on_duty_as(text: str, duties: Mapping[int, list[OnDuty]]) -> set[int]:
    """Units where somebody of such a name or number is on duty."""
    there = {duty.staff_id for found in duties.values() for duty in found}
    meant = set(Staff.objects.filter(_says(text), pk__in=there).values_list("pk", flat=True))
    return {unit for unit, found in duties.items() if any(d.staff_id in meant for d in found)}


def _says(text: str, person: str = "") -> Q:
    return (
        Q(**{f"{person}name__icontains": text})
        | Q(**{f"{person}initials__startswith": text.lower()})
        | Q(**{f"{person}work_phone__contains": text})
    )


def _called(name: str, text: str) -> bool:
    return text in name.lower() or _initials(name).startswith(text)


_initials = lru_cache(maxsize=20_000)(initials)


class _Known:
    """What is known of everybody on the page, in three statements."""

    def __init__(
        self, contacts: list[Contact], duties: Mapping[int, list[OnDuty]], at: datetime
    ) -> None:
        self.contacts = contacts
        self.standings = standings({c.staff_id for c in contacts}, at=at)
        deputies = {s.deputy_id for s in self.standings.values() if s.deputy_id}
        there = {d.staff_id for found in duties.values() for d in found[:ON_DUTY]}
        people = Staff.objects.filter(pk__in=there | deputies | self.standings.keys())
        self.people = {pk: (name, phone) for pk, name, phone in people.values_list("pk", "name", "work_phone")}  # fmt: skip

    def lines(self, unit: int) -> list[Line]:
        by_topic: dict[str, dict[str, int]] = {}
        for contact in self.contacts:
            if contact.unit_id == unit:
                by_topic.setdefault(contact.topic, {})[contact.role] = contact.staff_id
        alike: dict[tuple[int | None, int | None], list[str]] = {}
        for topic, roles in by_topic.items():
            alike.setdefault((roles.get("A"), roles.get("B")), []).append(topic)
        return [
            Line(tuple(topics), self.callee(a, "A"), self.callee(b, "B"))
            for (a, b), topics in alike.items()
        ]

    def on_duty(self, found: Iterable[OnDuty]) -> list[Callee]:
        once = list(dict.fromkeys(d.staff_id for d in found))[:ON_DUTY]
        return [c for pk in once if (c := self.callee(pk))]

    def callee(self, staff: int | None, role: str = "") -> Callee | None:
        if staff is None or staff not in self.people:
            return None
        name, phone = self.people[staff]
        standing = self.standings.get(staff) if role else None
        if standing is None:
            return Callee(staff, name, phone, role)
        cover = self.callee(standing.deputy_id) if standing.absent else None
        return Callee(staff, name, phone, role, *standing_words(standing), cover)
