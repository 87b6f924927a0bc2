"""Whom a quick ask goes to: contact A, then B, then who is on duty (S003-18, -22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.asks.models import Request
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.org import queries as org
from shouwen.platform.rosters import queries as rosters
from shouwen.platform.rosters.choices import Via

LATER = ("shift_leader", "duty_manager", "level:2")
"""Who is tried after the contacts: who leads on duty, the manager on duty, the head."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to ask, and as what: A, B, on duty, head …"""

    staff_id: int
    via: str


def first(
    unit_id: int, *, topic: str, wanted: int | None, but: int | None, at: datetime
) -> Addressee | None:
    """The person wanted if there, else contact A, B, who is on duty; never ``but``, who asks."""
    if wanted is not None and wanted != but and _there(wanted, at):
        return Addressee(wanted, _role(unit_id, wanted, at))
    return next(_others(unit_id, topic, ("contact", *LATER), {but}, at), None)


def following(request: Request, *, at: datetime) -> Addressee | None:
    """Who comes next: B if there, else those on duty; nobody who has been asked already."""
    tried = {hold.person_id for hold in clocks.holds_of(request.subject)}
    tried |= {request.person_id, request.asking_person_id}
    for contact in _contacts(request.unit_id, request.topic, at):
        if contact[1] == Via.B and contact[0] not in tried and _there(contact[0], at):
            return Addressee(*contact)
    return next(_others(request.unit_id, request.topic, LATER, tried, at), None)


def _others(
    unit: int, topic: str, targets: Iterable[str], but: set[int | None], at: datetime
) -> Iterator[Addressee]:
    for target in targets:
        found = rosters.resolve(target, unit=unit, person=None, topic=topic, at=at)
        for person in found.people:
            if person.staff_id not in but:
                yield Addressee(person.staff_id, person.via)


def _contacts(unit_id: int, topic: str, at: datetime) -> list[tuple[int, str]]:
    """Of the topic; a unit without contacts for it answers through its others."""
    named = list(org.contacts_at(unit_id, at=at).values_list("staff_id", "role", "topic"))
    wanted = [row for row in named if row[2] == topic] or named
    return [(staff, role) for staff, role, _ in wanted]


def _role(unit_id: int, staff_id: int, at: datetime) -> str:
    named = dict(org.contacts_at(unit_id, at=at).order_by("-role").values_list("staff_id", "role"))
    return named.get(staff_id, Via.HANDLER)


def _there(staff_id: int, at: datetime) -> bool:
    standing = rosters.standings([staff_id], at=at).get(staff_id)
    return standing is not None and not standing.why_not
