"""What rosters, which stand below, learn from the calendars: public holidays, make-up days, office hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shouwen.kernel.worktime import WorkTime
from shouwen.platform.clocks.limits import calendar
from shouwen.platform.clocks.models import Revision
from shouwen.platform.rosters import days
from shouwen.platform.rosters.choices import DayKind

OFFICE = "office"


def register() -> None:
    """Called in AppConfig.ready."""
    days.register(kinds=kinds, office_open=office_open)


def kinds(first: date, last: date) -> dict[date, DayKind]:
    """The days from first to last that the office calendar sets apart from its plain week."""
    office = _office()
    if office is None:
        return {}
    set_apart = (d for d in office.overrides if first <= d <= last)
    return {d: DayKind.WORKDAY if office.overrides[d] else DayKind.HOLIDAY for d in set_apart}


def office_open(at: datetime) -> bool | None:
    """Whether the office calendar counts at this moment; None where there is no such calendar."""
    office = _office()
    if office is None:
        return None
    return office.elapsed(at, at + timedelta(seconds=1)) > timedelta(0)


def _office() -> WorkTime | None:
    newest = Revision.objects.filter(calendar__code=OFFICE).order_by("-n")
    revision = newest.values_list("pk", flat=True).first()
    return calendar(revision) if revision is not None else None
