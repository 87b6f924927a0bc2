"""What happened to calendars; what was changed stands in the revisions."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarRevised(Event):
    """``how``: notice, day, week, roster, created. The reason, if one was given, is the entry's text."""

    kind = "calendars.calendar.revised"
    revision: int
    n: int
    how: str
    days: list[str]


@dataclass(frozen=True, kw_only=True)
class ClocksMoved(Event):
    """Open clocks were moved to the newest state of the calendar by an explicit job."""

    kind = "calendars.clocks.moved"
    clocks: int
    changed: int
    turned_red: int
