"""Who hears of appeals and decisions; safe to run twice."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now

from shouwen.domains.appeals import actions, rules
from shouwen.domains.appeals.events import AppealDecided, AppealMade
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.cases.events import CaseMerged, CaseVoided, CaseWithdrawn
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import on
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org


@on(CaseMerged, name="appeals.end_with_a_merged_case")
def end_with_a_merged_case(event: CaseMerged) -> None:
    """申诉终止: what waits about a case that counts no more leaves the deciders' list."""
    actions.lapse(event.subject.id, by=SYSTEM, at=now())


@on(CaseWithdrawn, name="appeals.end_with_a_withdrawn_case")
def end_with_a_withdrawn_case(event: CaseWithdrawn) -> None:
    actions.lapse(event.subject.id, by=SYSTEM, at=now())


@on(CaseVoided, name="appeals.end_with_a_void_case")
def end_with_a_void_case(event: CaseVoided) -> None:
    actions.lapse(event.subject.id, by=SYSTEM, at=now())


@on(AppealMade, name="appeals.tell_the_deciders")
def tell_the_deciders(event: AppealMade) -> None:
    """申诉提醒: whoever may decide it, in whose units the case was first asked."""
    row, at = Appeal.objects.select_related("case").get(pk=event.appeal_id), now()
    if row.ended is None:
        people = _deciders(row, at)
        tell(event.subject, AppealMade.kind, people, key=f"appeal:{row.pk}", by=SYSTEM, at=at)


def _deciders(row: Appeal, at: datetime) -> set[int]:
    needed = rules.DECIDE_DESK if row.desk else rules.DECIDE
    above = org.tree().nodes[row.case.owner_unit_id].path
    able = org.staff_with(needed.code, at=at) - {row.by_id or 0, row.person_id or 0}
    near = org.main_posts(able, at=at).filter(post__unit_id__in=above)
    return {post.staff_id for post in near}


@on(AppealDecided, name="appeals.tell_the_parties")
def tell_the_parties(event: AppealDecided) -> None:
    """决定提醒: who appealed, who is charged, who leads the unit."""
    row, at = Appeal.objects.get(pk=event.appeal_id), now()
    people = {leader.pk for leader in org.leaders_of(row.unit_id, at=at)}
    people |= {one for one in (row.by_id, row.person_id) if one}
    tell(event.subject, AppealDecided.kind, people, key=f"decided:{row.pk}", by=SYSTEM, at=at)
