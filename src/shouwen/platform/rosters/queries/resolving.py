"""Whom to tell at this moment: a target of a ladder becomes people, and what was passed over is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.org.models import Contact
from shouwen.platform.org.queries import LEADER_ROLES, posts_of, running, zone_of
from shouwen.platform.rosters import days
from shouwen.platform.rosters.choices import ShiftKind, Via
from shouwen.platform.rosters.queries.chain import chain_on, holders, path_of
from shouwen.platform.rosters.queries.now import (
    IN_CHARGE,
    OnDuty,
    Standing,
    duty_manager,
    on_duty,
    standings,
)

AT_MOST = 3
"""Where nobody leads, no more than so many of those on duty are told."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to tell: as what, whether off shift all the same, and whether a duty runs (no quiet hours)."""

    staff_id: int
    via: str
    off_shift: bool = False
    on_call: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """The people of a target, and codes that say why others were passed over (``words.said``)."""

    people: list[Recipient]
    said: list[str]


def resolve(
    target: str,
    *,
    unit: int,
    person: int | None,
    owner: int | None = None,
    topic: str = "",
    at: datetime,
) -> Resolution:
    """Whom a step of a ladder reaches now: on duty → A → B → deputy → head.

    ``unit`` and ``person`` have the matter, ``owner`` took it in. Targets: handler, owner, contact,
    shift_leader, duty_manager, level:n, role:CODE. Never empty-handed without a word: whoever is told
    off shift is marked so, and ``said`` names the reason. Where no roster is kept nothing is remarked.
    """
    name, _, detail = target.partition(":")
    search = _Search(unit, topic, at)
    if name == "owner" and owner is not None and owner != person:
        search = _Search(_unit_of(owner, at) or unit, topic, at)
    people = _TARGETS.get(name, _unknown)(search, person, owner, detail)
    return Resolution(_once(people), list(dict.fromkeys(search.said)))


@dataclass
class _Search:
    """One search for people around a unit; every question is asked of the database at most once."""

    unit: int
    topic: str
    at: datetime
    said: list[str] = field(default_factory=list)
    known: dict[int, Standing] = field(default_factory=dict)
    passed: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def duties(self) -> list[OnDuty]:
        return [d for d in on_duty(self.unit, at=self.at) if d.presence != "off"]

    @cached_property
    def path(self) -> tuple[int, ...]:
        return path_of(self.unit)

    @cached_property
    def office_open(self) -> bool:
        return days.office_open(self.at, zone_of(self.unit))

    @cached_property
    def contacts(self) -> dict[str, int]:
        """A and B of the nearest unit upwards that has any; of the topic, else of its first one."""
        rows = Contact.objects.filter(running(self.at), unit_id__in=self.path)
        by_unit: dict[int, dict[str, dict[str, int]]] = {}
        for c in rows.order_by("topic", "role"):
            by_unit.setdefault(c.unit_id, {}).setdefault(c.topic, {})[c.role] = c.staff_id
        for unit in reversed(self.path):
            if topics := by_unit.get(unit):
                return topics.get(self.topic) or next(iter(topics.values()))
        return {}

    def learn(self, staff: Iterable[int]) -> None:
        missing = [pk for pk in staff if pk not in self.known]
        self.known.update(standings(missing, at=self.at))

    def why_not(self, staff: int) -> str:
        """Why this person is not the one to tell now; "" when nothing speaks against it."""
        self.learn([staff])
        standing = self.known.get(staff)
        if standing is None:
            return "gone"
        if standing.why_not or standing.kind is not None or not standing.covers:
            return standing.why_not
        if self.office_open or not any(d.kind in IN_CHARGE for d in self.duties):
            return ""
        return "out_of_hours"

    def reach(self, staff: int | None, via: str, word: str) -> list[Recipient]:
        """The person, if reachable; otherwise nobody, and a word about it (``handler_absent``)."""
        if staff is None:
            return []
        if why := self.why_not(staff):
            self.said.append(f"{word}_{why}")
            self.passed.append((staff, via))
            return []
        return [self.told(staff, via)]

    def told(self, staff: int, via: str, *, off_shift: bool = False) -> Recipient:
        standing = self.known.get(staff)
        on_call = standing is not None and standing.on_shift
        return Recipient(staff, via, off_shift=off_shift, on_call=on_call)

    def chosen(self, duties: Iterable[OnDuty]) -> list[Recipient]:
        return [Recipient(d.staff_id, Via.ON_DUTY, on_call=True) for d in duties]

    def on_duty(self) -> list[Recipient]:
        """Those in charge among the people on duty: leaders, then cover and on-call, then whoever is there."""
        own = [d for d in self.duties if d.unit_id == self.unit] or self.duties
        leaders = [d for d in own if set(d.roles) & set(LEADER_ROLES)]
        leaders = leaders or [d for d in own if d.kind in IN_CHARGE]
        there = sorted(own, key=lambda d: d.presence != "on")
        if not own and self.keeps_roster:
            self.said.append("nobody_on_duty")
        return self.chosen(leaders or there[:AT_MOST])

    @property
    def keeps_roster(self) -> bool:
        return any(s.rostered or s.covers for s in self.known.values())

    def contact(self) -> list[Recipient]:
        self.learn(self.contacts.values())
        for role in (Via.A, Via.B):
            if found := self.reach(self.contacts.get(role), role, role.lower()):
                return found
        return []

    def deputy(self) -> list[Recipient]:
        """Who was named to stand in for one of those passed over."""
        named = [self.known[pk].deputy_id for pk, _ in self.passed if pk in self.known]
        for deputy in named:
            if found := self.reach(deputy, Via.DEPUTY, "deputy"):
                return found
        return []

    def level(self, n: int, via: str = Via.LEVEL) -> list[Recipient]:
        """The people of a level; a vacant level is passed over for the next one."""
        for level in range(n, max(n, 3) + 1):
            if people := chain_on(self.path, level, at=self.at):
                return self.among(people, via, f"level_{level}")
            self.said.append(f"level_{level}_vacant")
        return []

    def head(self) -> list[Recipient]:
        return self.level(2, Via.HEAD)

    def among(self, people: list[int], via: str, word: str) -> list[Recipient]:
        """Those on shift if any, else all whom no roster says to be off."""
        self.learn(people)
        on_shift = [pk for pk in people if pk in self.known and self.known[pk].on_shift]
        if on_shift:
            return [self.told(pk, Via.ON_DUTY) for pk in on_shift]
        return [found for pk in people for found in self.reach(pk, via, word)]

    def first(self, *steps: Callable[[], list[Recipient]]) -> list[Recipient]:
        """The answer of the first step that has one; at last those passed over, off shift and said so."""
        for step in steps:
            if found := step():
                return found
        self.said.append("nobody_reachable")
        here = [(pk, via) for pk, via in self.passed if not self.known[pk].gone]
        return [self.told(pk, via, off_shift=True) for pk, via in here]

    def stand_ins(self) -> tuple[Callable[[], list[Recipient]], ...]:
        return (self.on_duty, self.contact, self.deputy, self.head)


def _handler(search: _Search, person: int | None, owner: int | None, _: str) -> list[Recipient]:
    if person is None:
        search.said.append("no_handler")
    return search.first(lambda: search.reach(person, Via.HANDLER, "handler"), *search.stand_ins())


def _owner(search: _Search, person: int | None, owner: int | None, _: str) -> list[Recipient]:
    if owner is None:
        search.said.append("no_owner")
    return search.first(lambda: search.reach(owner, Via.OWNER, "owner"), *search.stand_ins())


def _contact(search: _Search, person: int | None, owner: int | None, _: str) -> list[Recipient]:
    return search.first(search.contact, search.on_duty, search.deputy, search.head)


def _shift_leader(
    search: _Search, person: int | None, owner: int | None, _: str
) -> list[Recipient]:
    def leading() -> list[Recipient]:
        there = [d for d in search.duties if R.SHIFT_LEADER in d.roles]
        there = [d for d in there if d.unit_id == search.unit] or there
        return search.chosen(there or [d for d in search.duties if d.kind == ShiftKind.DUTY24])

    def level() -> list[Recipient]:
        return search.level(1)

    return search.first(leading, level, search.contact, search.deputy, search.head)


def _duty_manager(
    search: _Search, person: int | None, owner: int | None, _: str
) -> list[Recipient]:
    def manager() -> list[Recipient]:
        found = duty_manager(search.unit, at=search.at)
        if found is None:
            search.said.append("no_duty_manager")
        return search.chosen([found] if found else [])

    return search.first(manager, lambda: _role(search, R.DUTY_MANAGER), search.head)


def _level(search: _Search, person: int | None, owner: int | None, n: str) -> list[Recipient]:
    level = int(n) if n.isdecimal() and 1 <= int(n) <= 9 else 2
    return search.first(lambda: search.level(level), search.deputy)


def _holders(search: _Search, person: int | None, owner: int | None, role: str) -> list[Recipient]:
    return search.first(lambda: _role(search, role), search.contact, search.deputy, search.head)


def _role(search: _Search, role: str) -> list[Recipient]:
    people = holders(search.path, (role,), at=search.at)
    if not people:
        search.said.append("role_vacant")
    return search.among(people, Via.LEVEL, "role")


def _unknown(search: _Search, person: int | None, owner: int | None, _: str) -> list[Recipient]:
    search.said.append("unknown_target")
    return search.first(search.head)


_Target = Callable[[_Search, int | None, int | None, str], list[Recipient]]
_TARGETS: dict[str, _Target] = {
    "handler": _handler,
    "owner": _owner,
    "contact": _contact,
    "shift_leader": _shift_leader,
    "duty_manager": _duty_manager,
    "level": _level,
    "role": _holders,
}


def _once(people: Iterable[Recipient]) -> list[Recipient]:
    first: dict[int, Recipient] = {}
    for found in people:
        first.setdefault(found.staff_id, found)
    return list(first.values())


def _unit_of(staff_id: int, at: datetime) -> int | None:
    """Where the person works in the first place."""
    posts = posts_of(staff_id, at=at)
    return posts[0].post.unit_id if posts else None
