"""The people behind the exceptions: who is on duty with how much in hand, who answers for the night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.cases.queries import workload
from shouwen.domains.cases.queries.incoming import per_hour
from shouwen.domains.cases.queries.workload import Load
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.access.acting import Acting
from shouwen.platform.notify import queries as notices
from shouwen.platform.notify.queries import Outstanding
from shouwen.platform.notify.queries.addresses import number_of
from shouwen.platform.org import queries as org
from shouwen.platform.rosters import queries as rosters
from shouwen.platform.rosters.choices import PresenceState, ShiftKind
from shouwen.platform.rosters.queries import OnDuty

SEATS = 24
REMINDERS = 6
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """One person on duty now, with what the person has in hand."""

    person: OnDuty
    load: Load

    @property
    def state(self) -> str:
        """What the strip at the left says: there, on a break, or not (yet) there."""
        return {PresenceState.ON: "idle", PresenceState.BREAK: "rest"}.get(
            PresenceState(self.person.presence) if self.person.presence else PresenceState.OFF, ""
        )


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody on duty, whoever needs help first."""

    seats: list[Seat]
    there: int

    @property
    def shown(self) -> list[Seat]:
        return self.seats[:SEATS]

    @property
    def hidden(self) -> int:
        return max(0, len(self.seats) - SEATS)


def units_of(acting: Acting) -> frozenset[int]:
    """The units somebody leads: the own one and all below it."""
    return org.below(acting.unit_id) if acting.unit_id else acting.scope.units


def team(acting: Acting, *, at: datetime) -> Team:
    """坐席: on duty now by the roster, with open and overdue cases, the most overdue first."""
    on_duty = rosters.on_duty_at(units_of(acting), at=at)
    people = {p.staff_id: p for found in on_duty.values() for p in found}
    agents = [p for p in people.values() if p.kind != ShiftKind.DUTY24]
    loads = workload.in_hand([p.staff_id for p in agents], at=at)
    seats = [Seat(p, loads.get(p.staff_id, Load())) for p in agents]
    seats.sort(key=lambda s: (-s.load.overdue, -s.load.open, s.person.name))
    return Team(seats, there=sum(s.state in {"idle", "rest"} for s in seats))


@dataclass(frozen=True, slots=True)
class Watch:
    """本班值守: the duty manager now with the telephone, and who takes over for the night."""

    manager: OnDuty | None
    phone: str
    night: list[OnDuty]


def watch(acting: Acting, *, at: datetime) -> Watch:
    manager = rosters.duty_manager(acting.unit_id, at=at) if acting.unit_id else None
    phone = number_of(manager.staff_id) if manager else ""
    return Watch(manager, phone, rosters.coming_on(units_of(acting), kind=ShiftKind.NIGHT, at=at))


def reminders(acting: Acting, handlers: set[int], *, at: datetime) -> list[Outstanding]:
    """等签收的提醒: about cases in sight, to people of the units or to those who have the cases.

    Once per person and case, in the order of the first one and with the words of the last.
    """
    own = set(org.members(units_of(acting), at=at).values_list("pk", flat=True))
    found = notices.outstanding(own | handlers, kind=KIND, since=at - timedelta(days=1))
    seen = {row.subject_id for row in found}
    visible = Case.objects.open().visible_to(acting.scope).filter(pk__in=seen)
    ids = set(visible.values_list("pk", flat=True))
    last = {(row.staff_id, row.subject_id): row for row in found if row.subject_id in ids}
    return list(last.values())[:REMINDERS]


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the day; ``today`` is None while it has not begun."""

    hour: int
    today: int | None
    yesterday: int


def incoming(acting: Acting, *, at: datetime, zone: ZoneInfo) -> list[Hour]:
    """来件: hour by hour, today against yesterday, from the first hour with any to the last."""
    day = periods.at(at, Grain.DAY, zone)
    today, yesterday = day.start(zone), day.previous().start(zone)
    now = _by_hour(per_hour(scope=acting.scope, since=today, until=at), today, zone)
    before = _by_hour(per_hour(scope=acting.scope, since=yesterday, until=today), yesterday, zone)
    this_hour = at.astimezone(zone).hour
    hours = sorted({*now, *before, this_hour, 8, 18})
    return [
        Hour(hour, now.get(hour, 0) if hour <= this_hour else None, before.get(hour, 0))
        for hour in range(hours[0], hours[-1] + 1)
    ]


def _by_hour(counted: dict[int, int], start: datetime, zone: ZoneInfo) -> dict[int, int]:
    """Full hours since midnight as the clock on the wall shows them."""
    found: dict[int, int] = {}
    for i, n in counted.items():
        hour = (start.astimezone(ZoneInfo("UTC")) + i * HOUR).astimezone(zone).hour
        found[hour] = found.get(hour, 0) + n
    return found
