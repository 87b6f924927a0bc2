"""Limits in calendar days: they end at 23:59:59 in the zone of the unit that has the matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shouwen.kernel.worktime import Pause, WorkTime, instant, micros, reach, used, wall_micros


def due_calendar_days(
    start: datetime,
    days: int,
    zone: ZoneInfo,
    pauses: Sequence[Pause] = (),
    roll_forward: WorkTime | None = None,
) -> datetime | None:
    """23:59:59 of the n-th day after the start's, in this zone.

    With ``roll_forward`` a last day that is no working day there moves to the next one (Civil Code
    art. 203). A day is consumed when its end passes while the clock counts.
    """
    if days <= 0:
        return start
    base = start.astimezone(zone).date().toordinal()
    counter, ending = _day_ends(zone)
    found = reach(counter, ending, base, days, pauses)
    if found is None:
        return None
    ordinal = counter(found)
    while True:
        end = ending(ordinal)
        pause = next((p for p in pauses if micros(p[0]) < end and not _over(p, end)), None)
        if pause is not None and pause[1] is None:
            return None
        works = roll_forward is None or roll_forward.is_working_day(date.fromordinal(ordinal))
        if pause is None and works:
            return instant(end)
        ordinal += 1


def calendar_days_used(
    start: datetime, end: datetime, zone: ZoneInfo, pauses: Sequence[Pause] = ()
) -> int:
    """How many calendar days were consumed by ``end``."""
    base = start.astimezone(zone).date().toordinal()
    return used(_day_ends(zone)[0], base, micros(end), pauses)


def _day_ends(zone: ZoneInfo) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Local days whose 23:59:59 has come by an instant, and the end of such a day."""
    last_second = 86_399

    def ending(ordinal: int) -> int:
        return wall_micros(date.fromordinal(ordinal), last_second, zone)

    def counter(us: int) -> int:
        today = instant(us).astimezone(zone).date().toordinal()
        return today if us >= ending(today) else today - 1

    return counter, ending


def _over(pause: Pause, us: int) -> bool:
    return pause[1] is not None and micros(pause[1]) < us
