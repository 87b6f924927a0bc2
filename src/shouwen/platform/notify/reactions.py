"""Who is told when a clock reaches a step, and by which ways."""

from __future__ import annotations

from django.utils import timezone

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.clocks.choices import Effect
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.journal.actions import on
from shouwen.platform.journal.events import plain
from shouwen.platform.notify import actions, outbox, targets, words
from shouwen.platform.notify.choices import AddressKind
from shouwen.platform.notify.outbox import Alarm, Message
from shouwen.platform.org.events import StaffLeft


@on(StepFired, name="notify.clock_step")
def tell_about_a_step(event: StepFired) -> None:
    """预警找经办人，超时再找负责人: the people of the step hear of it once, by each of its channels.

    They are looked up now, when the step fires: on duty, then A, B, deputy, head; what was said about
    those passed over is kept with the notice.
    """
    if event.effects and Effect.NOTIFY not in event.effects:
        return
    if event.ladder_version is None and words.left_to_owner(event.subject.kind, event.clock_kind):
        return
    at = timezone.now()
    aimed = event.targets or (targets.AFTER_DUE if event.due_passed else targets.BEFORE_DUE)
    found = targets.find(aimed, event.subject, unit=event.unit, person=event.person, at=at)
    message = Message(
        subject=event.subject,
        kind=_kind(event),
        key=f"step:{event.clock}:{event.step}",
        params={"due_at": plain(event.due_at), "unit": event.unit, "clock_kind": event.clock_kind},
        alarm=Alarm(
            clock=event.clock,
            step=event.step,
            needs_ack=bool(event.needs_ack),
            late=event.late,
            said=found.said,
            on_call=frozenset(found.on_call),
        ),
        at=at,
    )
    if not found.people:
        outbox.nobody(message)
        return
    actions.tell(
        message.subject,
        message.kind,
        found.people,
        key=message.key,
        params=message.params,
        channels=event.channels or (),
        alarm=message.alarm,
        by=SYSTEM,
        at=at,
    )


def _kind(event: StepFired) -> str:
    if event.by_hand:
        return words.STEP_BY_HAND
    return words.STEP_BREACH if event.due_passed else words.STEP_WARNING


@on(StaffLeft, name="notify.forget_leaver")
def forget_the_numbers_of_a_leaver(event: StaffLeft) -> None:
    """离职: the house keeps no number or address of somebody who has left."""
    at = timezone.now()
    for kind in AddressKind:
        actions.forget_address(event.staff_id, kind, by=SYSTEM, at=at)
    actions.set_quiet(None, None, staff_id=event.staff_id, by=SYSTEM, at=at)
