"""What follows for rosters from what happens elsewhere."""

from __future__ import annotations

from django.utils import timezone

from shouwen.platform.journal.actions import on
from shouwen.platform.org.events import StaffLeft
from shouwen.platform.rosters import actions


@on(StaffLeft, name="rosters.staff_left")
def withdraw_the_duties_of_who_left(event: StaffLeft) -> None:
    """离职: nobody counts on a person who is gone."""
    actions.release(event.staff_id, at=timezone.now())
