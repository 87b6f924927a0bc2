"""通讯录: whom to call in a unit: A and B of each topic and who is on duty now, each with the work phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from shouwen.platform.org.choices import UnitKind
from shouwen.platform.org.models import Contact, Staff
from shouwen.platform.org.pinyin import initials
from shouwen.platform.org.queries import running
from shouwen.platform.org.tree import Node, tree
from shouwen.platform.rosters.queries import OnDuty, on_duty_at, standings
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


def board(units: Collection[int], *, text: str = "", start: int = 0, at: datetime) -> Board:
    """通讯录 of these units: every department, and whatever else has named who answers for it.

    ``text`` finds units by name or pinyin initials, and those whose contacts have such a name, such
    initials, a topic or a number with it.
    """
    found = _listed(units, text.strip(), at)
    shown = found[start : start + PAGE]
    ids = [node.id for node in shown]
    contacts = list(Contact.objects.filter(running(at), unit_id__in=ids).order_by("topic", "role"))
    duties = on_duty_at(ids, at=at)
    known = _Known(contacts, duties, at)
    entries = [
        Entry(node, known.lines(node.id), known.on_duty(duties.get(node.id, ()))) for node in shown
    ]
    return Board(entries, len(found))


def callee(person: OnDuty | None) -> Callee | None:
    """Somebody on duty with the number to call."""
    if person is None:
        return None
    phone = Staff.objects.values_list("work_phone", flat=True).get(pk=person.staff_id)
    return Callee(person.staff_id, person.name, phone)


def _listed(units: Collection[int], text: str, at: datetime) -> list[Node]:
    """The units of the board in order: departments first, then by code."""
    contacts = Contact.objects.filter(running(at), unit_id__in=units)
    named = set(contacts.values_list("unit_id", flat=True))
    nodes = [
        node
        for node in tree().nodes.values()
        if node.active
        and node.id in units
        and (node.id in named or node.kind == UnitKind.DEPARTMENT)
    ]
    if text:
        by_contact = set(contacts.filter(_says(text)).values_list("unit_id", flat=True))
        nodes = [n for n in nodes if n.id in by_contact or _called(n.name, text.lower())]
    return sorted(nodes, key=lambda n: (n.kind != UnitKind.DEPARTMENT, n.code))


def _says(text: str) -> Q:
    return (
        Q(staff__name__icontains=text)
        | Q(staff__initials__startswith=text.lower())
        | Q(staff__work_phone__contains=text)
        | Q(topic__icontains=text)
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
