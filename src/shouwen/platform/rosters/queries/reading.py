"""Rosters, their shifts and people, and a week of one as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet

from shouwen.kernel.periods import day_start
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.org.models import Appointment
from shouwen.platform.org.queries import below, leaders_of, running, zone_of
from shouwen.platform.rosters import days, planning
from shouwen.platform.rosters.choices import DayKind, WeekState
from shouwen.platform.rosters.models import LONGEST, Absence, Duty, Presence, Roster, Shift, Week
from shouwen.platform.rosters.planning import Gap, Person, Placed, Plan, ShortRest, Turns
from shouwen.platform.rosters.queries.chain import path_of
from shouwen.platform.rosters.rules import LOOK_BACK

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def rosters() -> QuerySet[Roster]:
    """Those that are kept, in the order of the units' codes."""
    kept = Roster.objects.filter(closed_at__isnull=True, unit__valid_to__isnull=True)
    return kept.select_related("unit").order_by("unit__code", "pk")


def visible_rosters(acting: Acting) -> QuerySet[Roster]:
    """Rosters of units in sight, and those that plan the reader's own unit from above."""
    if acting.scope.everything:
        return rosters()
    path = path_of(acting.unit_id) if acting.unit_id is not None else ()
    serving = Q(unit_id__in=path[:-1], below=True) | Q(unit_id__in=path[-1:])
    return rosters().filter(Q(unit_id__in=acting.scope.units) | serving)


def shifts_of(unit_id: int) -> list[Shift]:
    """The shifts a unit can use: its own and those of the units above; of one code the nearest."""
    path = path_of(unit_id)
    near: dict[str, Shift] = {}
    found = Shift.objects.filter(unit_id__in=path).select_related("unit")
    for shift in sorted(found, key=lambda s: path.index(s.unit_id)):
        near[shift.code] = shift
    kept = [shift for shift in near.values() if shift.retired_at is None]
    return sorted(kept, key=lambda s: (s.starts, s.code))


def plans_of(roster: Roster) -> list[Plan]:
    """The shifts of a roster in the order of their keys."""
    known = {shift.code: shift for shift in shifts_of(roster.unit_id)}
    return [plan(known[code]) for code in roster.shifts if code in known]


def plan(shift: Shift) -> Plan:
    return Plan(
        shift.pk,
        shift.code,
        shift.name,
        shift.short,
        shift.kind,
        shift.starts,
        shift.ends,
        shift.needed,
        shift.needed_weekend,
        shift.needed_holiday,
        tuple(shift.roles),
    )


def units_of(roster: Roster) -> frozenset[int]:
    return below(roster.unit_id) if roster.below else frozenset({roster.unit_id})


def people_of(roster: Roster, *, since: datetime, until: datetime) -> list[Person]:
    """Who may be planned in a stretch of time, in the order of staff numbers; with their absences."""
    held = Appointment.objects.filter(
        running(until) | running(since), post__unit_id__in=units_of(roster), staff__active_to=None
    )
    if roster.roles:
        held = held.filter(post__role__code__in=roster.roles)
    rows = held.order_by("staff__number", "-share", "pk").values_list(
        "staff_id", "staff__name", "staff__number", "post__unit_id", "post__role__code"
    )
    found: dict[int, Person] = {}
    roles: dict[int, set[str]] = defaultdict(set)
    for pk, name, number, unit, role in rows:
        roles[pk].add(role)
        found.setdefault(pk, Person(pk, name, number, unit))
    away = absences(found, since=since, until=until)
    return [
        Person(p.id, p.name, p.number, p.unit, frozenset(roles[p.id]), tuple(away.get(p.id, ())))
        for p in found.values()
    ]


def absences(
    staff: Iterable[int], *, since: datetime, until: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    """Who of these is away when."""
    rows = Absence.objects.filter(staff_id__in=list(staff), since__lt=until, until__gt=since)
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for pk, begins, ends in rows.order_by("since").values_list("staff_id", "since", "until"):
        found[pk].append((begins, ends))
    return found


@dataclass(frozen=True)
class RosterWeek:
    """One week of a roster as it stands: what is in force up to now, and the draft for what is to come."""

    roster: Roster
    monday: date
    week: Week | None
    duties: list[Duty]
    others: list[Placed]
    plans: list[Plan]
    people: list[Person]
    at: datetime
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @cached_property
    def day_kinds(self) -> dict[date, DayKind]:
        return days.kinds(self.monday, self.monday + timedelta(days=6))

    @cached_property
    def placed(self) -> list[Placed]:
        return [placed(d) for d in self.duties]

    @cached_property
    def gaps(self) -> list[Gap]:
        return planning.gaps(
            self.plans,
            self.placed,
            self.day_kinds,
            away={p.id: p for p in self.people},
            zone=self.zone,
            after=self.at,
        )

    @cached_property
    def short_rests(self) -> list[ShortRest]:
        return planning.short_rests([*self.placed, *self.others], after=self.at)

    @property
    def is_draft(self) -> bool:
        """Whether there is something that could be published."""
        return self.week is not None and self.week.state != WeekState.PUBLISHED


def placed(duty: Duty, *, here: bool = True) -> Placed:
    code = duty.shift.code if here else ""
    return Placed(duty.staff_id, duty.kind, code, duty.on, duty.since, duty.until, here)


def shown(roster: Roster, monday: date, week: Week | None, *, at: datetime) -> list[Duty]:
    """The duties of a week: the draft for what is to come if there is one, else what is published."""
    found = Duty.objects.filter(roster=roster, on__gte=monday, on__lt=monday + WEEK)
    found = found.select_related("shift", "staff", "taken_from").order_by("since", "staff__number")
    if week is None or week.state == WeekState.PUBLISHED:
        return list(found.published())
    if week.n == 0:
        return list(found.draft())
    return [d for d in found if (d.state == "draft") == (d.since > at)]


def week_of(roster: Roster, monday: date, *, at: datetime, drafts: bool = True) -> RosterWeek:
    """Everything the week's page, its rules and its publishing need; without drafts, what is in force."""
    week = Week.objects.filter(roster=roster, monday=monday).select_related("changed_by").first()
    zone = zone_of(roster.unit_id)
    since, until = day_start(monday, zone), day_start(monday + WEEK, zone)
    duties = shown(roster, monday, week if drafts else None, at=at)
    people = people_of(roster, since=since, until=until)
    ids = {p.id for p in people} | {d.staff_id for d in duties}
    return RosterWeek(
        roster=roster,
        monday=monday,
        week=week,
        duties=duties,
        others=_others(roster, monday, ids, since=since, until=until),
        plans=plans_of(roster),
        people=people,
        at=at,
        zone=zone,
    )


def _others(
    roster: Roster, monday: date, staff: Collection[int], *, since: datetime, until: datetime
) -> list[Placed]:
    """What these people do around the week elsewhere: other rosters, and this one before and after."""
    margin = timedelta(days=1)
    near = Duty.objects.published().filter(
        staff_id__in=staff, since__gt=since - 2 * margin, since__lt=until + margin
    )
    near = near.exclude(roster=roster, on__gte=monday, on__lt=monday + WEEK)
    return [placed(d, here=False) for d in near.order_by("since", "pk")]


def turns(roster: Roster, before: date) -> Turns:
    """How often each has served which shift of the roster in the last 90 days."""
    rows = (
        Duty.objects.published()
        .filter(roster=roster, on__gte=before - LOOK_BACK, on__lt=before)
        .values_list("staff_id", "shift__code")
        .annotate(n=Count("pk"), last=Max("on"))
    )
    found = Turns()
    for staff, code, n, last in rows:
        found.served[staff, code] = n
        found.last[staff, code] = last
    return found


def planners(roster: Roster, *, at: datetime) -> list[int]:
    """Who plans this roster: shift leaders of its teams and the head of its unit, else leaders above."""
    held = Appointment.objects.filter(running(at), staff__active_to=None).filter(
        Q(post__unit_id__in=units_of(roster), post__role__code=R.SHIFT_LEADER)
        | Q(
            post__unit_id=roster.unit_id,
            post__role__code__in=(R.DEPARTMENT_HEAD, R.COUNTY_MANAGER, R.SERVICE_MANAGER),
        )
    )
    found = list(dict.fromkeys(held.order_by("staff__number").values_list("staff_id", flat=True)))
    return found or [person.pk for person in leaders_of(roster.unit_id, at=at)]


def current_duty(staff_id: int, *, at: datetime) -> Duty | None:
    """The duty that runs for a person, else the next one that begins within two hours."""
    soon = at + timedelta(hours=2)
    found = Duty.objects.published().filter(staff_id=staff_id, since__lte=soon, until__gt=at)
    return found.filter(since__gt=at - WEEK).select_related("shift").order_by("since").first()


def duties_of(staff_id: int, *, since: datetime, until: datetime) -> list[Duty]:
    """A person's published duties in a stretch of time, oldest first."""
    found = Duty.objects.published().filter(staff_id=staff_id).touching(since, until)
    return list(found.select_related("shift", "roster", "unit").order_by("since"))


def last_presence(staff_id: int, *, at: datetime) -> Presence | None:
    """What the person said last about being there, within a day."""
    rows = Presence.objects.filter(staff_id=staff_id, at__lte=at, at__gt=at - LONGEST)
    return rows.order_by("-at", "-pk").first()


def now_utc_day(at: datetime, zone: ZoneInfo) -> date:
    """The roster's own day of an instant."""
    return at.astimezone(UTC).astimezone(zone).date()
