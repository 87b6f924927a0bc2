"""The rules of a good week, pure: when shifts are, who is missing, who rests too little, whose turn it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from shouwen.platform.rosters.choices import RESTED, WORKED, DayKind, ShiftKind
from shouwen.platform.rosters.rules import DAYS_IN_A_WEEK, REST, WEEK_HOURS

ROTATED = (ShiftKind.DUTY24, ShiftKind.ON_CALL, ShiftKind.COVER, ShiftKind.NIGHT)
"""Kinds nobody wants too often: least served first; filled before the day's shifts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A shift as planning sees it."""

    id: int
    code: str
    name: str
    short: str
    kind: str
    starts: time
    ends: time
    needed: int = 0
    needed_weekend: int = 0
    needed_holiday: int = 0
    roles: tuple[str, ...] = ()

    def span(self, on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From when to when the shift is on a day, in UTC; it may end on the next one."""
        last = on if self.ends > self.starts else on + timedelta(days=1)
        begins = datetime.combine(on, self.starts, tzinfo=zone)
        return begins.astimezone(UTC), datetime.combine(last, self.ends, tzinfo=zone).astimezone(
            UTC
        )

    def need(self, day: DayKind) -> int:
        """How many people it takes on such a day."""
        if day == DayKind.HOLIDAY:
            return self.needed_holiday
        return self.needed_weekend if day == DayKind.WEEKEND else self.needed

    @property
    def hours_words(self) -> str:
        """08–16, or 08:30–17:30 where minutes matter; midnight at the end is 24."""
        if self.kind == ShiftKind.DUTY24 and self.starts == self.ends:
            return ""
        whole = self.starts.minute == 0 == self.ends.minute
        ends = "24" if self.ends == time() else f"{self.ends:%H}"
        if whole:
            return f"{self.starts:%H}–{ends}"
        return f"{self.starts:%H:%M}–{ends}:{self.ends:%M}"


@dataclass(frozen=True, slots=True)
class Placed:
    """One duty as planning sees it; ``here`` is False for duties of other rosters and weeks."""

    staff: int
    kind: str
    code: str
    on: date
    since: datetime
    until: datetime
    here: bool = True

    @property
    def hours(self) -> float:
        return (self.until - self.since).total_seconds() / 3600 if self.kind in WORKED else 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be planned: the roles held, and from when to when he is away."""

    id: int
    name: str
    number: str
    unit: int
    roles: frozenset[str] = frozenset()
    away: tuple[tuple[datetime, datetime], ...] = ()

    def fits(self, plan: Plan) -> bool:
        return not plan.roles or bool(self.roles & set(plan.roles))

    def is_away(self, since: datetime, until: datetime) -> bool:
        return any(a < until and since < b for a, b in self.away)


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody is missing: so many people for a shift of a day."""

    on: date
    plan: Plan
    missing: int
    day: DayKind


@dataclass(frozen=True, slots=True)
class ShortRest:
    """Two duties of one person follow each other too closely; negative hours are an overlap."""

    staff: int
    first: Placed
    second: Placed

    @property
    def hours(self) -> float:
        return (self.second.since - self.first.until).total_seconds() / 3600

    @property
    def overlaps(self) -> bool:
        return self.second.since < self.first.until


def gaps(
    plans: Sequence[Plan],
    placed: Iterable[Placed],
    day_kinds: Mapping[date, DayKind],
    *,
    away: Mapping[int, Person],
    zone: ZoneInfo,
    after: datetime,
) -> list[Gap]:
    """Shifts to come that have fewer people than they need; whoever is away does not count."""
    there: Counter[tuple[date, str]] = Counter()
    for p in placed:
        person = away.get(p.staff)
        if p.here and not (person and person.is_away(p.since, p.until)):
            there[p.on, p.code] += 1
    return [
        Gap(on, plan, missing, kind)
        for on, kind in sorted(day_kinds.items())
        for plan in plans
        if (missing := plan.need(kind) - there[on, plan.code]) > 0
        and plan.span(on, zone)[0] > after
    ]


def short_rests(placed: Iterable[Placed], *, after: datetime) -> list[ShortRest]:
    """Rests under 11 hours and overlaps, where at least the later duty is of this week and to come."""
    by_staff: dict[int, list[Placed]] = defaultdict(list)
    for p in placed:
        by_staff[p.staff].append(p)
    found = []
    for staff, duties in by_staff.items():
        ordered = sorted(duties, key=lambda p: (p.since, p.until))
        for first, second in pairwise(ordered):
            if (first.here or second.here) and second.since > after and _too_close(first, second):
                found.append(ShortRest(staff, first, second))
    return sorted(found, key=lambda r: (r.second.since, r.staff))


def _too_close(first: Placed, second: Placed) -> bool:
    if second.since < first.until:
        return True
    both = first.kind in RESTED and second.kind in RESTED
    return both and second.since - first.until < REST


@dataclass
class Turns:
    """Whose turn it is: how often each has served a shift in the last 90 days, and when last."""

    served: Counter[tuple[int, str]] = field(default_factory=Counter)
    last: dict[tuple[int, str], date] = field(default_factory=dict)

    def take(self, staff: int, code: str, on: date) -> None:
        self.served[staff, code] += 1
        self.last[staff, code] = max(on, self.last.get((staff, code), on))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a shift, with what speaks for it: served in 90 days, hours this week."""

    person: Person
    served: int
    hours: float


def candidates(
    plan: Plan,
    on: date,
    people: Iterable[Person],
    placed: Collection[Placed],
    turns: Turns,
    *,
    zone: ZoneInfo,
) -> list[Candidate]:
    """Who could take the shift, fairest first: role, leave, rest, week's hours and day of rest are kept."""
    since, until = plan.span(on, zone)
    new = Placed(0, plan.kind, plan.code, on, since, until)
    by_staff: dict[int, list[Placed]] = defaultdict(list)
    for p in placed:
        by_staff[p.staff].append(p)
    found = []
    for person in people:
        own = by_staff[person.id]
        if not person.fits(plan) or person.is_away(since, until) or not _room(own, new):
            continue
        week = sum(p.hours for p in own if p.here)
        found.append(Candidate(person, turns.served[person.id, plan.code], week))
    return sorted(found, key=lambda c: _turn(c, plan, turns))


def _turn(c: Candidate, plan: Plan, turns: Turns) -> tuple[object, ...]:
    last = turns.last.get((c.person.id, plan.code), date.min)
    if plan.kind in ROTATED:
        return c.served, last, c.hours, c.person.number
    return c.hours, c.served, last, c.person.number


def _room(own: Sequence[Placed], new: Placed) -> bool:
    if any(p.on == new.on for p in own):
        return False
    for p in own:
        first, second = (p, new) if p.since <= new.since else (new, p)
        if _too_close(first, second):
            return False
    days = {p.on for p in own if p.here and p.kind in RESTED}
    if new.kind in RESTED and len(days) >= DAYS_IN_A_WEEK:
        return False
    return sum(p.hours for p in own if p.here) + new.hours <= WEEK_HOURS


def fill(
    missing: Sequence[Gap],
    people: Sequence[Person],
    placed: Collection[Placed],
    turns: Turns,
    *,
    zone: ZoneInfo,
) -> list[tuple[Person, Gap]]:
    """按规则排: somebody for every empty place if the rules allow it; deterministic.

    The unloved shifts of the whole week come first, day by day, so that they are shared fairly.
    """
    board, given = list(placed), []
    order = sorted(missing, key=lambda g: (g.plan.kind not in ROTATED, g.on, g.plan.starts))
    for gap in order:
        since, until = gap.plan.span(gap.on, zone)
        for _ in range(gap.missing):
            best = candidates(gap.plan, gap.on, people, board, turns, zone=zone)
            if not best:
                break
            who = best[0].person
            board.append(Placed(who.id, gap.plan.kind, gap.plan.code, gap.on, since, until))
            turns.take(who.id, gap.plan.code, gap.on)
            given.append((who, gap))
    return given
