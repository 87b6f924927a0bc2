"""Who is told when a clock reaches a step."""

from __future__ import annotations

from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.journal.actions import on
from shouwen.platform.notify import actions, words
from shouwen.platform.org import queries as org


@on(StepFired, name="notify.clock_step")
def tell_about_a_step(event: StepFired) -> None:
    """预警找经办人，超时再找负责人: a warning goes to whoever has the matter, a breach to the leaders too.

    A matter that nobody holds in person goes to the leaders of its unit at once.
    """
    at = timezone.now()
    told = {event.person} if event.person is not None else set()
    if event.due_passed or not told:
        told |= {leader.pk for leader in org.leaders_of(event.unit, at=at)}
    actions.tell(
        event.subject,
        words.STEP_BREACH if event.due_passed else words.STEP_WARNING,
        told,
        key=f"step:{event.clock}:{event.step}",
        by=SYSTEM,
        at=at,
    )
