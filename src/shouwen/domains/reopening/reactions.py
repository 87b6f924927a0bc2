"""What follows when a customer has judged, and when a case is open again; safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now

from shouwen.domains.cases.events import CaseEvaluated, CaseReopened
from shouwen.domains.cases.models import DISSATISFIED
from shouwen.domains.reopening import actions
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import entry_told_of, on
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org


def _is_dissatisfied(event: CaseEvaluated) -> bool:
    return event.score <= DISSATISFIED or not event.solved


@on(CaseEvaluated, name="reopening.take_to_heart", concerns=_is_dissatisfied)
def take_a_dissatisfied_evaluation_to_heart(event: CaseEvaluated) -> None:
    """不满意: reopened, or somebody is asked to, whoever wrote the evaluation down."""
    actions.take_to_heart(event.subject.id, by=SYSTEM, at=now())


@on(CaseReopened, name="reopening.tell_the_unit")
def tell_the_unit(event: CaseReopened) -> None:
    """重开提醒: whoever answered has it again and hears of it, with the leaders of that unit."""
    at = now()
    people = {leader.pk for leader in org.leaders_of(event.unit_id, at=at)}
    people |= {event.staff_id} if event.staff_id is not None else set()
    key = f"reopened:{entry_told_of()}"
    tell(event.subject, CaseReopened.kind, people, key=key, by=SYSTEM, at=at)
