"""A calendar's stored form changed: each function takes a complete state and returns the next one."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.kernel.worktime import WorkTime, instant, parse_spans, wall_micros
from shouwen.platform.calendars.notices import Notice

Spec = dict[str, Any]
Spans = list[list[str]]
OFF = "off"
USUAL_DAYS = range(5)


def keeps_holidays(spec: Mapping[str, Any]) -> bool:
    """Whether the calendar follows public holidays, as an office does and a hotline does not."""
    return bool(spec.get("years"))


def follows_roster(spec: Mapping[str, Any]) -> bool:
    return "roster" in spec


def weekly_on(spec: Mapping[str, Any], day: date) -> list[Spans]:
    """The week's pattern in force on this day, Monday first."""
    found: list[Spans] = [[]] * 7
    for season in sorted(spec["seasons"], key=lambda s: s.get("from") or ""):
        if season.get("from") and date.fromisoformat(season["from"]) > day:
            break
        found = season["weekly"]
    return found


def usual_spans(spec: Mapping[str, Any], day: date) -> Spans:
    """What a make-up day works: the hours of the first usual working day of that week's pattern."""
    weekly = weekly_on(spec, day)
    return next((weekly[n] for n in USUAL_DAYS if weekly[n]), [])


def with_notice(spec: Mapping[str, Any], notice: Notice) -> Spec:
    """The days of a notice in place of what was known of that year; one's own changed days stay."""
    found: Spec = copy.deepcopy(dict(spec))
    own, names = found.setdefault("notes", {}), found.setdefault("names", {})
    stale = f"{notice.year}-"
    overrides = {
        day: spans
        for day, spans in found.get("overrides", {}).items()
        if day in own or not day.startswith(stale)
    }
    found["names"] = {day: name for day, name in names.items() if not day.startswith(stale)}
    for day, works in sorted(notice.days.items()):
        key = day.isoformat()
        if key not in own:
            overrides[key] = usual_spans(found, day) if works else OFF
        if notice.names.get(day):
            found["names"][key] = notice.names[day]
    first, last = found["years"]
    found["years"] = [min(first, notice.year), max(last, notice.year)]
    found["overrides"] = dict(sorted(overrides.items()))
    if notice.source:
        found.setdefault("sources", {})[str(notice.year)] = notice.source
    return found


def with_day(spec: Mapping[str, Any], day: date, spans: Spans | None, *, note: str = "") -> Spec:
    """One day worked differently (an empty list: off), or as its week says (None)."""
    found: Spec = copy.deepcopy(dict(spec))
    key, overrides = day.isoformat(), found.setdefault("overrides", {})
    notes = found.setdefault("notes", {})
    overrides.pop(key, None)
    notes.pop(key, None)
    if spans is not None:
        overrides[key] = spans or OFF
        notes[key] = note
    found["overrides"] = dict(sorted(overrides.items()))
    return found


def with_week(spec: Mapping[str, Any], since: date | None, weekly: Sequence[Spans]) -> Spec:
    """A week's pattern from this day on (None: from the beginning); it replaces one of the same day.

    Make-up days that worked the former usual hours work the new ones.
    """
    found: Spec = copy.deepcopy(dict(spec))
    key = since.isoformat() if since else None
    kept = [s for s in found["seasons"] if (s.get("from") or None) != key]
    own = found.get("notes", {})
    made_up = [
        day
        for day, spans in found.get("overrides", {}).items()
        if day not in own and spans != OFF and (key is None or day >= key)
    ]
    found["seasons"] = sorted(
        [*kept, {"from": key, "weekly": [list(day) for day in weekly]}],
        key=lambda s: s.get("from") or "",
    )
    for day in made_up:
        found["overrides"][day] = usual_spans(found, date.fromisoformat(day))
    return found


def of_roster(
    unit: str,
    spans: Iterable[tuple[datetime, datetime]],
    *,
    first: date,
    last: date,
    zone: str,
    otherwise: Sequence[Spans],
) -> Spec:
    """The hours a unit's published roster covers; beyond it ``otherwise`` stands in, provisionally."""
    by_day: dict[str, Spans] = {
        (first + timedelta(days=n)).isoformat(): [] for n in range((last - first).days + 1)
    }
    local = ZoneInfo(zone)
    for start, end in spans:
        for day, piece in _by_local_day(start.astimezone(local), end.astimezone(local)):
            if day in by_day and piece not in by_day[day]:
                by_day[day].append(piece)
    return {
        "seasons": [{"from": None, "weekly": [list(day) for day in otherwise]}],
        "overrides": {day: sorted(found) or OFF for day, found in by_day.items()},
        "known": [first.isoformat(), last.isoformat()],
        "roster": unit,
    }


def _by_local_day(start: datetime, end: datetime) -> Iterable[tuple[str, list[str]]]:
    """A stretch cut at local midnights, as the days' spans to the minute."""
    day = start.date()
    while datetime.combine(day, time(), start.tzinfo) < end:
        midnight = datetime.combine(day + timedelta(days=1), time(), start.tzinfo)
        opens = start.strftime("%H:%M") if day == start.date() else "00:00"
        closes = end.strftime("%H:%M") if end < midnight else "24:00"
        if opens != closes:
            yield day.isoformat(), [opens, closes]
        day += timedelta(days=1)


def seconds_of(spans: Sequence[Sequence[str]]) -> int:
    """How much working time these spans of one day hold, overlaps once."""
    total, reached = 0, 0
    for start, end in parse_spans(spans):
        total += max(0, end - max(start, reached)) * 60
        reached = max(reached, end)
    return total


def day_seconds(calendar: WorkTime, day: date) -> int:
    """The working time that falls on this local day."""
    begins = instant(wall_micros(day, 0, calendar.zone))
    ends = instant(wall_micros(day + timedelta(days=1), 0, calendar.zone))
    return int(calendar.elapsed(begins, ends).total_seconds())
