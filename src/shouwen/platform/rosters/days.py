"""Which days are holidays and when offices are open, as told by whoever keeps the calendars.

Rosters stand below clocks, so the source registers itself; without one the week decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shouwen.platform.rosters.choices import DayKind

Kinds = Callable[[date, date], Mapping[date, DayKind]]
OfficeOpen = Callable[[datetime], bool | None]

_OFFICE = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
_sources: dict[str, Callable[..., object]] = {}


def register(*, kinds: Kinds, office_open: OfficeOpen) -> None:
    """Called in AppConfig.ready: ``kinds`` names the days that differ from the plain week."""
    _sources.update(kinds=kinds, office_open=office_open)


def kinds(first: date, last: date) -> dict[date, DayKind]:
    """Every day from first to last: working day, day off or public holiday (法定节假日)."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    plain = {d: DayKind.WEEKEND if d.weekday() > 4 else DayKind.WORKDAY for d in span}
    source: Kinds | None = _sources.get("kinds")  # type: ignore[assignment]
    told = source(first, last) if source else {}
    return plain | {day: kind for day, kind in told.items() if day in plain}


def office_open(at: datetime, zone: ZoneInfo) -> bool:
    """Whether back offices work at this moment."""
    source: OfficeOpen | None = _sources.get("office_open")  # type: ignore[assignment]
    if source and (told := source(at)) is not None:
        return told
    local = at.astimezone(zone)
    if kinds(local.date(), local.date())[local.date()] != DayKind.WORKDAY:
        return False
    return any(begins <= local.time() < ends for begins, ends in _OFFICE)
