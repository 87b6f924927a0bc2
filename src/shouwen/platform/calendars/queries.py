"""What the calendars say: a year at a glance, the next days, which years are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy, pgettext

from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import WorkTime
from shouwen.platform.calendars import errors, specs
from shouwen.platform.calendars.events import CalendarRevised
from shouwen.platform.clocks.actions.installing import shipped_names
from shouwen.platform.clocks.models import Calendar, Clock, Revision
from shouwen.platform.journal.queries import timeline
from shouwen.platform.org import queries as org

DayKind = Literal["", "off", "hol", "work", "changed"]
REACH = (date(1901, 1, 1), date(2199, 12, 31))
"""The years a calendar answers for."""
MOST_DAYS = 3700
FORTNIGHT = timedelta(days=13)
ALARM_MONTH = 10
"""The State Council publishes next year's days in the autumn: from October on a missing year alarms."""

NAMES = {
    "New Year's Day": gettext_lazy("New Year's Day"),
    "Spring Festival": gettext_lazy("Spring Festival"),
    "Tomb-sweeping Day": gettext_lazy("Tomb-sweeping Day"),
    "Labour Day": gettext_lazy("Labour Day"),
    "Dragon Boat Festival": gettext_lazy("Dragon Boat Festival"),
    "National Day": gettext_lazy("National Day"),
    "Mid-autumn Festival": gettext_lazy("Mid-autumn Festival"),
    "Anti-Fascist 70th Day": gettext_lazy("Victory Day (2015)"),
}
HOW = {
    "shipped": gettext_lazy("shipped with the software"),
    "created": gettext_lazy("created"),
    "notice": gettext_lazy("public holidays imported"),
    "day": gettext_lazy("one day changed"),
    "week": gettext_lazy("the week changed"),
    "roster": gettext_lazy("roster published"),
}
TITLES = {
    "24x7": gettext_lazy("Round the clock"),
    "office": gettext_lazy("Office hours"),
    "hall": gettext_lazy("Business hall"),
    "night": gettext_lazy("Night service"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One calendar as it is offered."""

    code: str
    title: str
    zone: str
    n: int
    open_clocks: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: ``kind`` off (usual rest), hol, work (made up), changed (other hours), or usual."""

    on: date
    kind: DayKind
    spans: tuple[str, ...]
    seconds: int
    name: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Holiday:
    """A run of days off with the days that make up for it."""

    name: str
    first: date
    last: date
    made_up: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar's year: twelve months of weeks (None pads them), its holidays and totals."""

    year: int
    months: tuple[tuple[tuple[Day | None, ...], ...], ...]
    holidays: tuple[Holiday, ...]
    working_days: int
    known: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state: who made it when, how, and which days it changed."""

    n: int
    made_at: datetime
    by: str
    how: str
    days: tuple[str, ...]
    reason: str


def codes() -> list[str]:
    return list(Calendar.objects.order_by("code").values_list("code", flat=True))


def calendars() -> list[Listed]:
    """All calendars with their newest version: those shipped first, rosters last."""
    order = list(TITLES)
    rows = Revision.objects.order_by("calendar_id", "-n").distinct("calendar_id")
    found = [
        Listed(r.calendar.code, title(r.calendar.code), r.calendar.zone, r.n)
        for r in rows.select_related("calendar")
    ]
    return sorted(
        found,
        key=lambda c: (
            order.index(c.code) if c.code in order else len(order),
            ":" in c.code,
            c.code,
        ),
    )


def title(code: str) -> str:
    """How people call a calendar: ours by translated words, others by their code."""
    return str(TITLES.get(code, code))


def newest(code: str) -> Revision:
    """The newest state of a calendar."""
    found = Revision.objects.filter(calendar__code=code).select_related("calendar")
    revision = found.order_by("-n").first()
    if revision is None:
        raise errors.CalendarUnknown(calendar=code, known=", ".join(codes()))
    return revision


def holiday_keepers() -> list[str]:
    """The calendars that follow public holidays."""
    rows = Revision.objects.order_by("calendar__code", "-n").distinct("calendar__code")
    return [
        r.calendar.code for r in rows.select_related("calendar") if specs.keeps_holidays(r.spec)
    ]


def compiled(revision: Revision, spec: Mapping[str, Any] | None = None) -> WorkTime:
    return WorkTime.from_spec(revision.spec if spec is None else spec, revision.calendar.zone)


def missing_years(*, at: datetime) -> dict[str, int]:
    """Calendars whose holidays run out: the first year that is missing; next year's from October on."""
    found = {}
    for code in holiday_keepers():
        revision = newest(code)
        today = at.astimezone(ZoneInfo(revision.calendar.zone)).date()
        needed = today.year + (today.month >= ALARM_MONTH)
        if revision.spec["years"][1] < needed:
            found[code] = revision.spec["years"][1] + 1
    return found


def open_clocks(code: str) -> tuple[int, int]:
    """How many open clocks run on this calendar, and how many of them are provisional."""
    running = Clock.objects.open().filter(revision__calendar__code=code)
    return running.count(), running.filter(provisional=True).count()


def behind(code: str) -> int:
    """How many open clocks still run on an older state of this calendar."""
    last = newest(code)
    running = Clock.objects.open().filter(revision__calendar__code=code)
    return running.exclude(revision=last).count()


def day(calendar: WorkTime, spec: Mapping[str, Any], on: date) -> Day:
    """What this local day is."""
    spans, usual = calendar.spans_on(on), specs.weekly_on(spec, on)[on.weekday()]
    key = on.isoformat()
    kind: DayKind = ""
    if not spans:
        named_off = key in spec.get("overrides", {}) and (bool(usual) or bool(name_of(spec, on)))
        kind = "hol" if named_off else "off"
    elif not usual:
        kind = "work"
    elif key in spec.get("notes", {}):
        kind = "changed"
    return Day(
        on=on,
        kind=kind,
        spans=tuple(f"{_clock(a)}–{_clock(b)}" for a, b in spans),
        seconds=specs.day_seconds(calendar, on),
        name=name_of(spec, on),
        provisional=not _knows(calendar, on),
    )


def span(first: date, last: date | None, *, most: int = MOST_DAYS) -> tuple[date, date]:
    """The days asked for, both inclusive, a fortnight where no end is named; else a refusal."""
    if last is None:
        last = first + min(FORTNIGHT, date.max - first)
    if not REACH[0] <= first <= last <= REACH[1] or (last - first).days >= most:
        raise errors.DaysOutOfReach(most=most, first=REACH[0], last=REACH[1])
    return first, last


def days(revision: Revision, first: date, last: date) -> list[Day]:
    """The local days from first to last, both inclusive."""
    calendar = compiled(revision)
    return [
        day(calendar, revision.spec, first + timedelta(days=n))
        for n in range((last - first).days + 1)
    ]


def year(revision: Revision, number: int) -> Year:
    """A year of the calendar."""
    first = date(number, 1, 1)
    known = _bridged(days(revision, first, date(number, 12, 31)))
    months = tuple(_weeks(list(found)) for _, found in groupby(known, key=lambda d: d.on.month))
    years = revision.spec.get("years")
    return Year(
        year=number,
        months=months,
        holidays=tuple(_holidays(known)),
        working_days=sum(bool(d.spans) for d in known),
        known=years is None or years[0] <= number <= years[1],
    )


def name_of(spec: Mapping[str, Any], on: date) -> str:
    """What the day is called: one's own reason, the notice's name, the shipped name."""
    key = on.isoformat()
    given = spec.get("notes", {}).get(key) or spec.get("names", {}).get(key)
    if given:
        return str(given)
    if not specs.keeps_holidays(spec) or key not in spec.get("overrides", {}):
        return ""
    shipped = _shipped().get(key, "")
    return str(NAMES.get(shipped, shipped))


@cache
def _shipped() -> dict[str, str]:
    return shipped_names()


def week_words(spec: Mapping[str, Any], on: date) -> str:
    """The usual hours in one line: 08:30–12:00, 13:30–17:30."""
    return pgettext("hours", ", ").join(f"{a}–{b}" for a, b in specs.usual_spans(spec, on))


def _bridged(known: Sequence[Day]) -> list[Day]:
    """Weekends that touch a public holiday are part of it, as the State Council counts them."""
    found: list[Day] = []
    for rests, group in groupby(known, key=lambda d: d.kind in ("off", "hol")):
        run = list(group)
        if rests and any(d.kind == "hol" for d in run):
            run = [replace(d, kind="hol") for d in run]
        found += run
    return found


def _holidays(known: Sequence[Day]) -> Iterator[Holiday]:
    """Runs of days off, called by all their names, with the make-up days of those names."""
    made_up = [d for d in known if d.kind == "work"]
    for is_off, found in groupby(known, key=lambda d: d.kind == "hol"):
        run = list(found)
        if not is_off:
            continue
        names = list(dict.fromkeys(d.name for d in run if d.name))
        yield Holiday(
            name=pgettext("days", ", ").join(names),
            first=run[0].on,
            last=run[-1].on,
            made_up=tuple(d.on for d in made_up if d.name in names),
        )


def _weeks(month: list[Day]) -> tuple[tuple[Day | None, ...], ...]:
    before = month[0].on.weekday()
    cells: list[Day | None] = [None] * before + list(month)
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))


def _clock(minute: int) -> str:
    return f"{minute % 1440 // 60:02d}:{minute % 60:02d}" if minute != 1440 else "24:00"


def _knows(calendar: WorkTime, on: date) -> bool:
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=calendar.zone)
    return calendar.knows(noon, noon)


def versions(code: str, *, limit: int = 50) -> list[Version]:
    """The newest states of a calendar with what the journal says about each."""
    calendar = newest(code).calendar
    said = {
        entry.facts.get("revision"): entry
        for entry in timeline(Subject("calendar", calendar.pk))
        if entry.kind == CalendarRevised.kind
    }
    rows = list(Revision.objects.filter(calendar=calendar).order_by("-n")[:limit])
    names = org.account_names(row.by_id for row in rows)
    found = []
    for row in rows:
        entry = said.get(row.pk)
        facts = entry.facts if entry else {}
        found.append(
            Version(
                n=row.n,
                made_at=row.made_at,
                by=names.get(row.by_id, "") if row.by_id else "",
                how=str(HOW.get(facts.get("how", "shipped"), "")),
                days=tuple(facts.get("days", ())),
                reason=(entry.body or "") if entry else "",
            )
        )
    return found
