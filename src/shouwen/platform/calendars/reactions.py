"""A published roster changes the calendar that follows it."""

from __future__ import annotations

from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.calendars import queries, rostered
from shouwen.platform.journal.actions import on
from shouwen.platform.org import queries as org
from shouwen.platform.rosters.events import RosterPublished


@on(RosterPublished, name="calendars.follow_roster")
def follow_the_roster(event: RosterPublished) -> None:
    """按排班: only for units whose roster somebody has made a calendar of."""
    unit = org.codes([event.unit_id]).get(event.unit_id, "")
    if f"{rostered.ROSTER}{unit}" in queries.codes():
        rostered.follow_roster(event.unit_id, by=SYSTEM, at=timezone.now())
