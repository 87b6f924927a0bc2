"""What shared work does when something happens to its cases. Each is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases.events import CaseMerged
from shouwen.domains.teamwork import actions
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import on


@on(CaseMerged, name="teamwork.links_follow_merged")
def links_follow_the_merged_case(event: CaseMerged) -> None:
    """并单: what stood under the merged case stands under the survivor."""
    actions.follow_merged(event.subject.id, into_id=event.into_id, by=SYSTEM, at=now())
