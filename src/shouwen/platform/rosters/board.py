"""A week as the page draws it: teams, people, cells, sums, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext, pgettext

from shouwen.kernel.periods import day_start
from shouwen.platform.access.choices import ShippedRole as R
from shouwen.platform.org.queries import names
from shouwen.platform.rosters.choices import DayKind, ShiftKind
from shouwen.platform.rosters.models import Duty
from shouwen.platform.rosters.planning import Gap, Person, Plan, ShortRest
from shouwen.platform.rosters.queries.reading import RosterWeek, now_utc_day, placed
from shouwen.platform.rosters.words import weekday

MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Day:
    """A column: the day, what kind it is, and whether it is today or over."""

    on: date
    kind: DayKind
    today: bool

    @property
    def weekday(self) -> str:
        return weekday(self.on)

    @property
    def words(self) -> str:
        return f"{self.on:%m-%d}"

    @property
    def mark(self) -> str:
        """休 or 班 where the day is not what the week says."""
        if self.kind == DayKind.HOLIDAY:
            return gettext("holiday")
        if self.kind == DayKind.WORKDAY and self.on.weekday() > 4:
            return gettext("make-up day")
        return ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person does on one day; ``fixed`` cells have begun or belong to nobody who may be planned."""

    id: str
    staff: int
    on: date
    row: int
    column: int
    words: str
    kind: str
    label: str
    note: str = ""
    fixed: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One person's week with hours and night shifts."""

    person: Person
    role: str
    cells: list[Cell]
    hours: str
    nights: str


@dataclass(frozen=True, slots=True)
class Team:
    """People under one heading."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Sum:
    """One day's sums: who is there and who is needed, by shift."""

    there: str
    needed: str
    bad: bool


@dataclass(frozen=True)
class Board:
    """Everything the template needs of a week."""

    week: RosterWeek
    days: list[Day]
    teams: list[Team]
    sums: list[Sum]
    hours: str
    nights: int
    problems: list[str]
    missing: int
    rests: int
    overlaps: int

    @property
    def shorts(self) -> str:
        """早／晚／夜."""
        return "／".join(p.short for p in self.week.plans)

    @property
    def said(self) -> str:
        """The first problems in a sentence, and how many more there are."""
        shown = "；".join(self.problems[:MOST_SAID])
        more = len(self.problems) - MOST_SAID
        if more > 0:
            shown += gettext("; and %(n)s more") % {"n": more}
        return shown

    @property
    def blocked(self) -> bool:
        return bool(self.problems)


def board_of(week: RosterWeek, roles: Mapping[str, str]) -> Board:
    """The page of a week; ``roles`` are the names of role codes."""
    today = now_utc_day(week.at, week.zone)
    days = [Day(on, kind, on == today) for on, kind in sorted(week.day_kinds.items())]
    teams, nights, hours = _teams(week, days, roles)
    rests = [r for r in week.short_rests if not r.overlaps]
    return Board(
        week=week,
        days=days,
        teams=teams,
        sums=list(_sums(week)),
        hours=_number(hours),
        nights=nights,
        problems=list(_problems(week)),
        missing=sum(g.missing for g in week.gaps),
        rests=len(rests),
        overlaps=len(week.short_rests) - len(rests),
    )


def _teams(
    week: RosterWeek, days: list[Day], roles: Mapping[str, str]
) -> tuple[list[Team], int, float]:
    duties: dict[tuple[int, date], list[Duty]] = defaultdict(list)
    for duty in week.duties:
        duties[duty.staff_id, duty.on].append(duty)
    notes = _rest_notes(week.short_rests)
    grouped: dict[str, list[Person]] = defaultdict(list)
    units = names({p.unit for p in week.people})
    for person in week.people:
        grouped[_heading(person, week.plans, units)].append(person)
    teams, nights, hours, line = [], 0, 0.0, 0
    for heading, people in sorted(grouped.items(), key=lambda g: _only_duty(g[1][0], week.plans)):
        rows = []
        for person in people:
            own = {d.on: duties.get((person.id, d.on), []) for d in days}
            mine = [x for found in own.values() for x in found if not _away(person, x)]
            worked, at_night = _worked(mine), sum(x.kind == ShiftKind.NIGHT for x in mine)
            nights, hours = nights + at_night, hours + worked
            cells = [
                _cell(week, person, day, own[day.on], line, column, notes)
                for column, day in enumerate(days)
            ]
            dash = _only_duty(person, week.plans)
            rows.append(
                Row(
                    person,
                    _role(person, roles),
                    cells,
                    "—" if dash else _number(worked),
                    "—" if dash else str(at_night),
                )
            )
            line += 1
        teams.append(Team(_with_leader(heading, people), rows))
    return teams, nights, hours


def _only_duty(person: Person, plans: list[Plan]) -> bool:
    """Whether somebody takes nothing but the 24-hour duty."""
    fitting = [p for p in plans if person.fits(p)]
    return bool(fitting) and all(p.kind == ShiftKind.DUTY24 for p in fitting)


def _heading(person: Person, plans: list[Plan], units: Mapping[int, str]) -> str:
    if _only_duty(person, plans):
        first = next(p for p in plans if person.fits(p))
        return gettext("%(shift)s (24 hours on duty)") % {"shift": first.name}
    return units.get(person.unit, "")


def _with_leader(heading: str, people: list[Person]) -> str:
    leader = next((p.name for p in people if R.SHIFT_LEADER in p.roles), "")
    return gettext("%(team)s · led by %(leader)s") % {"team": heading, "leader": leader} if leader else heading  # fmt: skip


def _role(person: Person, roles: Mapping[str, str]) -> str:
    return next((roles[code] for code in sorted(person.roles) if code in roles), "")


def _cell(
    week: RosterWeek,
    person: Person,
    day: Day,
    duties: list[Duty],
    row: int,
    column: int,
    notes: Mapping[tuple[int, date], str],
) -> Cell:
    plans = {p.id: p for p in week.plans}
    begun = any(d.since <= week.at for d in duties) or day.on < now_utc_day(week.at, week.zone)
    words = " ".join(_duty_words(d, plans) for d in duties)
    note = notes.get((person.id, day.on), "")
    former = next((d.taken_from.name for d in duties if d.taken_from), "")
    if former:
        note = gettext("was %(name)s") % {"name": former}
    kind = duties[0].kind if duties else "off"
    away = _away_on(week, person, day)
    if away:
        note = gettext("was %(name)s") % {"name": words} if duties else ""
        words, kind = gettext("On leave"), "leave"
    label = f"{person.name} {day.weekday} {day.words} {words or gettext('Off')}"
    return Cell(
        id=f"c-{person.id}-{day.on:%m%d}",
        staff=person.id,
        on=day.on,
        row=row,
        column=column,
        words=words or pgettext("roster", "Off"),
        kind=kind,
        label=f"{label} {note}".strip(),
        note=note,
        fixed=begun or (away and not duties),
        past=begun,
    )


def _duty_words(duty: Duty, plans: Mapping[int, Plan]) -> str:
    plan = plans.get(duty.shift_id)
    if plan is None:
        return duty.shift.short
    hours = plan.hours_words
    return f"{plan.short} {hours}" if hours else gettext("%(short)s 24 h") % {"short": plan.short}


def _away(person: Person, duty: Duty) -> bool:
    return person.is_away(duty.since, duty.until)


def _away_on(week: RosterWeek, person: Person, day: Day) -> bool:
    since = day_start(day.on, week.zone)
    return person.is_away(since, since + timedelta(hours=23))


def _worked(duties: list[Duty]) -> float:
    return sum(placed(d).hours for d in duties)


def _rest_notes(rests: list[ShortRest]) -> dict[tuple[int, date], str]:
    found = {}
    for rest in rests:
        note = gettext("overlaps") if rest.overlaps else gettext("rest %(n)s h") % {"n": _number(rest.hours)}  # fmt: skip
        found[rest.staff, rest.first.on] = found[rest.staff, rest.second.on] = note
    return found


def _sums(week: RosterWeek) -> Iterator[Sum]:
    lacking = {g.on for g in week.gaps}
    away = {p.id: p for p in week.people}
    for on, kind in sorted(week.day_kinds.items()):
        there, needed = [], []
        for plan in week.plans:
            here = [p for p in week.placed if p.on == on and p.code == plan.code]
            present = [p for p in here if p.staff not in away or not away[p.staff].is_away(p.since, p.until)]  # fmt: skip
            there.append(str(len(present)))
            needed.append(str(plan.need(kind)))
        yield Sum("／".join(there), "／".join(needed), on in lacking)


def _problems(week: RosterWeek) -> Iterator[str]:
    for gap in week.gaps:
        yield gap_words(gap)
    people = {p.id: p.name for p in week.people}
    for rest in week.short_rests:
        words = {
            "name": people.get(rest.staff, ""),
            "first": weekday(rest.first.on),
            "second": weekday(rest.second.on),
            "hours": _number(rest.hours),
        }
        if rest.overlaps:
            yield gettext("%(name)s has two duties at once on %(second)s") % words
        else:
            yield gettext("%(name)s rests %(hours)s hours between %(first)s and %(second)s, less than 11") % words  # fmt: skip


def gap_words(gap: Gap) -> str:
    """周三夜班缺 1 人."""
    holiday = gettext(" (holiday)") if gap.day == DayKind.HOLIDAY else ""
    words = ngettext(
        "%(day)s %(shift)s lacks %(n)d person", "%(day)s %(shift)s lacks %(n)d people", gap.missing
    )
    day = f"{weekday(gap.on)}{holiday}"
    return words % {"day": day, "shift": gap.plan.name, "n": gap.missing}


def _number(value: float) -> str:
    return f"{value:g}"
