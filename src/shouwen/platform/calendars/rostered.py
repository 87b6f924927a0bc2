"""Calendars that are open while somebody of a unit is on published duty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.platform.calendars import queries, specs
from shouwen.platform.calendars.actions import recompute, save
from shouwen.platform.clocks.models import Calendar, Revision
from shouwen.platform.org import queries as org
from shouwen.platform.rosters import queries as rosters

ROSTER = "roster:"
AHEAD = timedelta(days=60)
"""How far ahead a calendar that follows a roster looks."""
BEHIND = timedelta(days=400)


@transaction.atomic
def follow_roster(
    unit_id: int,
    *,
    by: Actor,
    at: datetime,
    otherwise: Sequence[specs.Spans] | None = None,
) -> Revision:
    """按排班: the calendar ``roster:UNIT`` is open while somebody of the unit is on published duty.

    Made by the first call (``otherwise``: the week beyond the roster, at first that of the hall),
    renewed whenever the roster is published. Provisional clocks on it are reckoned anew.
    """
    unit, zone = org.codes([unit_id])[unit_id], org.zone_of(unit_id).key
    calendar, _ = Calendar.objects.get_or_create(code=f"{ROSTER}{unit}", defaults={"zone": zone})
    today = at.astimezone(ZoneInfo(calendar.zone)).date()
    newest = calendar.revisions.order_by("-n").first()
    if otherwise is None:
        like = newest or queries.newest("hall")
        otherwise = specs.weekly_on(like.spec, today)
    spans = rosters.hours(unit_id, since=at - BEHIND, until=at + AHEAD)
    first, last = _reach(spans, calendar.zone, today)
    spec = specs.of_roster(
        unit, spans, first=first, last=last, zone=calendar.zone, otherwise=otherwise
    )
    if newest is not None and newest.spec == spec:
        return newest
    made = save(
        calendar, spec, how="roster", days=[first.isoformat(), last.isoformat()], by=by, at=at
    )
    recompute(calendar.code, by=by, at=at, only_provisional=True)
    return made


def _reach(spans: Sequence[tuple[datetime, datetime]], zone: str, today: date) -> tuple[date, date]:
    """The first and last local day the roster says something about: it is published in whole weeks."""
    if not spans:
        return today, today
    local = ZoneInfo(zone)
    first = min(start for start, _ in spans).astimezone(local).date()
    last = max(start for start, _ in spans).astimezone(local).date()
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
