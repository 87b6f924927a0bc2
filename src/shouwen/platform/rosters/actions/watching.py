"""Tell beforehand where somebody will be missing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record
from shouwen.platform.org.queries import zone_of
from shouwen.platform.rosters import events
from shouwen.platform.rosters.choices import DayKind
from shouwen.platform.rosters.models import Roster
from shouwen.platform.rosters.planning import Gap
from shouwen.platform.rosters.queries.ahead import gaps_ahead
from shouwen.platform.rosters.queries.reading import now_utc_day, planners


@transaction.atomic
def flag_gaps(*, at: datetime) -> int:
    """缺口预警: rosters whose next days, or public holidays soon to come, lack people; how many."""
    found = gaps_ahead(at=at)
    for roster, missing in found:
        record(_flagged(roster, missing, at=at), by=SYSTEM, at=at)
    return len(found)


def _flagged(roster: Roster, missing: list[Gap], *, at: datetime) -> events.GapsFlagged:
    return events.GapsFlagged(
        subject=Subject("roster", roster.pk),
        unit_id=roster.unit_id,
        on=now_utc_day(at, zone_of(roster.unit_id)),
        missing=sum(g.missing for g in missing),
        first=missing[0].on,
        holiday=any(g.day == DayKind.HOLIDAY for g in missing),
        gaps=[
            {"on": g.on.isoformat(), "shift": g.plan.code, "missing": g.missing, "day": str(g.day)}
            for g in missing
        ],
        staff_ids=planners(roster, at=at),
    )
