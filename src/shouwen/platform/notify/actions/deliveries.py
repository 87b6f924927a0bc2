"""What a person decides about a delivery."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record
from shouwen.platform.notify import words
from shouwen.platform.notify.choices import State
from shouwen.platform.notify.errors import NotCancellable, NotResendable
from shouwen.platform.notify.events import DeliveryCancelled, DeliveryResent
from shouwen.platform.notify.models import Address, Channel, Delivery
from shouwen.platform.notify.outbox import ADDRESS_OF

RESENDABLE = (State.FAILED, State.UNCERTAIN, State.SUPPRESSED, State.CANCELLED)
CANCELLABLE = (State.QUEUED, State.HELD, State.UNCERTAIN)


@transaction.atomic
def resend(delivery_id: int, *, by: Actor, at: datetime) -> Delivery:
    """重发: send it again now, under a new id of its own; what was uncertain may arrive twice."""
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    if row.state not in RESENDABLE or row.channel_id is None:
        raise NotResendable(state=row.get_state_display())
    fact = DeliveryResent(
        subject=Subject(row.subject_kind, row.subject_id),
        delivery_id=row.pk,
        staff_id=row.staff_id,
        from_state=row.state,
    )
    row.state, row.reason, row.uid, row.asked = State.QUEUED, "", uuid4(), 0
    row.queued_at = row.next_try_at = at
    row.urgent = True  # whoever sends by hand wants it now
    row.hint = _hint(row)
    row.save()
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def cancel(delivery_id: int, *, by: Actor, at: datetime) -> Delivery:
    """取消: it is not to be sent, or nobody need wonder any more whether it was."""
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    if row.state not in CANCELLABLE:
        raise NotCancellable(state=row.get_state_display())
    fact = DeliveryCancelled(
        subject=Subject(row.subject_kind, row.subject_id),
        delivery_id=row.pk,
        staff_id=row.staff_id,
        from_state=row.state,
    )
    row.state, row.next_try_at, row.reason = State.CANCELLED, None, ""
    row.save(update_fields=["state", "next_try_at", "reason"])
    record(fact, by=by, at=at)
    return row


@transaction.atomic
def draft_test(channel: Channel, staff_id: int | None, *, at: datetime) -> Delivery:
    """发送测试: a message to oneself that may go whatever the state of the channel."""
    row = Delivery(
        key=f"test:{uuid4().hex}",
        subject_kind="channel",
        subject_id=channel.pk,
        kind=words.TEST,
        channel=channel,
        staff_id=staff_id,
        urgent=True,
        queued_at=at,
        next_try_at=at,
    )
    row.hint = _hint(row)
    row.save()
    return row


def _hint(row: Delivery) -> str:
    kind = ADDRESS_OF.get(row.channel.kind) if row.channel else None  # type: ignore[call-overload]
    if kind is None or row.staff_id is None:
        return ""
    found = Address.objects.filter(staff_id=row.staff_id, kind=kind).first()
    return found.hint if found else ""
