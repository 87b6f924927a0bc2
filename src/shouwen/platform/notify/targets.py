"""Whom the targets of a ladder's step mean at the moment it fires; the rosters answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.kernel.subject import Subject
from shouwen.platform.org import queries as org
from shouwen.platform.rosters.queries import resolve

HANDLER, LEADER, SHIFT_LEADER = "handler", "level:1", "shift_leader"
BEFORE_DUE, AFTER_DUE = (HANDLER,), (HANDLER, LEADER)
"""Whom a step reaches that names nobody: whoever has the matter, after the due time its leaders too."""


@dataclass(frozen=True, slots=True)
class Roots:
    """What the owner of a kind of matter knows of one: who took it in, and its topic."""

    owner: int | None = None
    topic: str = ""


@dataclass(slots=True)
class Found:
    """People to tell, who of them is on duty now, and codes of why others were passed over."""

    people: set[int] = field(default_factory=set)
    on_call: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)


_roots: dict[str, Callable[[int], Roots]] = {}


def register_roots(subject_kind: str, roots: Callable[[int], Roots]) -> None:
    """Called in AppConfig.ready by the owner of a kind of matter."""
    _roots[subject_kind] = roots


def find(
    targets: Collection[str], subject: Subject, *, unit: int, person: int | None, at: datetime
) -> Found:
    """Everybody meant by these targets; where they reach nobody, the leaders of the unit."""
    known = _roots.get(subject.kind)
    roots = known(subject.id) if known else Roots()
    found = Found()
    for target in targets:
        answer = resolve(
            target, unit=unit, person=person, owner=roots.owner, topic=roots.topic, at=at
        )
        for recipient in answer.people:
            found.people.add(recipient.staff_id)
            if recipient.on_call:
                found.on_call.add(recipient.staff_id)
            if recipient.off_shift:
                found.said.append("told_off_shift")
        found.said += answer.said
    if not found.people:
        found.people = {leader.pk for leader in org.leaders_of(unit, at=at)}
        found.said.append("leaders_of_the_unit" if found.people else "nobody")
    found.said = list(dict.fromkeys(code[:60] for code in found.said))
    return found
