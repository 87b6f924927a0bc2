"""Where somebody will be missing in the days to come."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from shouwen.platform.org.queries import zone_of
from shouwen.platform.rosters import days, planning
from shouwen.platform.rosters.choices import DayKind
from shouwen.platform.rosters.models import Duty, Roster
from shouwen.platform.rosters.planning import Gap, Person, Placed
from shouwen.platform.rosters.queries.reading import (
    absences,
    now_utc_day,
    placed,
    plans_of,
    rosters,
)
from shouwen.platform.rosters.rules import HOLIDAY_AHEAD


def gaps_ahead(*, at: datetime) -> list[tuple[Roster, list[Gap]]]:
    """Rosters with empty places in their next days or on a public holiday soon; drafts do not count."""
    kept = list(rosters())
    if not kept:
        return []
    farthest = max(HOLIDAY_AHEAD, *(r.days_ahead for r in kept))
    there = _published(kept, at=at, ahead=farthest)
    away = _away(there, at=at, ahead=farthest)
    found = []
    for roster in kept:
        if missing := _gaps(roster, there.get(roster.pk, []), away, at=at, ahead=farthest):
            found.append((roster, missing))
    return found


def _gaps(
    roster: Roster, there: list[Placed], away: dict[int, Person], *, at: datetime, ahead: int
) -> list[Gap]:
    zone = zone_of(roster.unit_id)
    today = now_utc_day(at, zone)
    kinds = days.kinds(today, today + timedelta(days=ahead))
    near = {day: kind for day, kind in kinds.items() if _told(roster, day, kind, today)}
    return planning.gaps(plans_of(roster), there, near, away=away, zone=zone, after=at)


def _told(roster: Roster, day: date, kind: DayKind, today: date) -> bool:
    until = HOLIDAY_AHEAD if kind == DayKind.HOLIDAY else 0
    return (day - today).days <= max(roster.days_ahead, until)


def _published(kept: list[Roster], *, at: datetime, ahead: int) -> dict[int, list[Placed]]:
    found: dict[int, list[Placed]] = defaultdict(list)
    first = localdate(at) - timedelta(days=1)
    rows = Duty.objects.published().filter(
        roster_id__in=[r.pk for r in kept], on__gte=first, on__lte=first + timedelta(days=ahead + 3)
    )
    for duty in rows.select_related("shift").order_by("since", "pk"):
        found[duty.roster_id].append(placed(duty))
    return found


def _away(there: dict[int, list[Placed]], *, at: datetime, ahead: int) -> dict[int, Person]:
    staff = {p.staff for duties in there.values() for p in duties}
    until = at + timedelta(days=ahead + 3)
    found = absences(staff, since=at, until=until)
    return {pk: Person(pk, "", "", 0, frozenset(), tuple(spans)) for pk, spans in found.items()}
