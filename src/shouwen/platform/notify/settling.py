"""What comes of a message: its rows, its attempt, the channel's health, the matter's history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Fact, record_set
from shouwen.platform.notify import breaker
from shouwen.platform.notify.choices import Result, State
from shouwen.platform.notify.events import DeliveryMissed
from shouwen.platform.notify.models import Attempt, Channel, Delivery, Health
from shouwen.platform.notify.senders import SENDERS, Outcome

FIRST_QUESTION = timedelta(minutes=1)
"""A gateway that timed out may still be at it: it is asked after this, then ever more rarely."""
QUESTIONS = 8
SUSPECT = 16
_FIELDS = [
    "state", "reason", "next_try_at", "provider_id", "sent_at", "delivered_at", "asked",
]  # fmt: skip


@transaction.atomic
def settle(channel: Channel, message: UUID, outcome: Outcome, *, at: datetime) -> None:
    """Write down how an attempt ended, unless the rows were given up for dead meanwhile."""
    health = Health.objects.select_for_update().get(channel=channel)
    rows = _rows(message)
    Attempt.objects.filter(message=message, ended_at__isnull=True).update(
        ended_at=at, result=outcome.result, code=outcome.code, status=outcome.status
    )
    for row in rows:
        _apply(row, channel, outcome, at)
    Delivery.objects.bulk_update(rows, _FIELDS)
    _told(rows, at)
    _judge(health, outcome, at)
    _keep_order(health)
    if outcome.gone:
        Channel.objects.filter(pk=channel.pk).update(enabled=False)


@transaction.atomic
def bury(channel_id: int, *, at: datetime) -> int:
    """Rows whose process was killed between taking and settling: nobody knows whether they went."""
    lost = Delivery.objects.filter(channel_id=channel_id).lost(at)
    rows = list(lost.select_for_update(skip_locked=True, of=("self",)).select_related("channel"))
    for row in rows:
        assert row.channel is not None
        Attempt.objects.filter(delivery=row, ended_at__isnull=True).update(
            ended_at=at, result=Result.UNCERTAIN, code="killed"
        )
        _apply(row, row.channel, Outcome(Result.UNCERTAIN, "killed"), at)
        if row.state == State.UNCERTAIN and row.next_try_at is not None:
            row.next_try_at = at  # its time is long over: ask at once
    Delivery.objects.bulk_update(rows, _FIELDS)
    _told(rows, at)
    return len(rows)


@transaction.atomic
def answered(delivery_id: int, found: Outcome | None, *, at: datetime) -> None:
    """What the gateway said about a message; what it never got is sent again under the same id."""
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("channel")
        .get(pk=delivery_id)
    )
    if row.state not in (State.SENT, State.UNCERTAIN) or row.channel is None:
        return
    row.asked += 1
    before = row.state
    if found is None or (found.result is Result.SENT and before == State.SENT):
        row.next_try_at = _next_question(row, at)
    elif found.result is Result.FAILED:
        row.asked, row.state, row.reason = 0, State.QUEUED, "not_received"
        row.next_try_at = at
        if before == State.SENT:  # accepted once: asking again is safer than sending again
            row.state, row.reason, row.next_try_at = State.UNCERTAIN, "no_receipt", None
    else:
        _apply(row, row.channel, found, at)
    row.save(update_fields=_FIELDS)
    if row.state != before:
        _told([row], at)


def _rows(message: UUID) -> list[Delivery]:
    mine = Delivery.objects.filter(message=message, state=State.SENDING).order_by("pk")
    return list(mine.select_for_update(of=("self",)).select_related("channel"))


def _apply(row: Delivery, channel: Channel, outcome: Outcome, at: datetime) -> None:
    """The row after an outcome."""
    row.reason = outcome.code
    result = outcome.result
    if result is Result.UNCERTAIN and SENDERS[channel.kind].repeatable:
        result = Result.FAILED
    if result in (Result.SENT, Result.DELIVERED):
        row.state = State.SENT if result is Result.SENT else State.DELIVERED
        row.sent_at = row.sent_at or at
        row.delivered_at = at if result is Result.DELIVERED else None
        row.provider_id = outcome.provider_id or row.provider_id
        row.next_try_at = _next_question(row, at) if result is Result.SENT else None
    elif result is Result.REFUSED:
        row.state, row.next_try_at = State.FAILED, None
    elif result is Result.UNCERTAIN:
        row.state, row.next_try_at = State.UNCERTAIN, _next_question(row, at)
    elif at - row.queued_at >= timedelta(hours=channel.give_up_hours):
        row.state, row.next_try_at = State.FAILED, None
    else:
        pause = breaker.wait(row.tries, row.uid)
        if outcome.retry_after is not None:
            pause = timedelta(seconds=outcome.retry_after)
        row.state, row.next_try_at = State.QUEUED, at + pause


def _next_question(row: Delivery, at: datetime) -> datetime | None:
    """When the gateway is asked next; None where there is nobody to ask, or asked often enough."""
    if row.channel is None or row.asked >= QUESTIONS:
        return None
    if not SENDERS[row.channel.kind].receipts(row.channel.config):
        return None
    return at + FIRST_QUESTION * (1 << row.asked)


def _judge(health: Health, outcome: Outcome, at: datetime) -> None:
    if outcome.ours:
        return
    if outcome.result is Result.THROTTLED:
        breaker.rest(health, outcome.code, seconds=outcome.retry_after or 60, at=at)
    elif outcome.broken:
        breaker.failure(health, outcome.code, at)
    elif outcome.result in (Result.SENT, Result.DELIVERED):
        breaker.success(health, at)
    else:
        breaker.alive(health)


def _keep_order(health: Health) -> None:
    """What waits for a resting channel may go when it is tried again, so that it drains in order.

    Not so what has failed very often: it may be the cause, and must not be every probe.
    """
    if health.opened_until is not None:
        Delivery.objects.filter(
            channel_id=health.channel_id,
            state=State.QUEUED,
            tries__lte=SUSPECT,
            next_try_at__gt=health.opened_until,
        ).update(next_try_at=health.opened_until)


def _told(rows: Iterable[Delivery], at: datetime) -> None:
    """What did not reach somebody for certain belongs to the matter's own history."""
    missed = [row for row in rows if row.state in (State.FAILED, State.UNCERTAIN)]
    facts = [
        DeliveryMissed(
            subject=Subject(row.subject_kind, row.subject_id),
            delivery_id=row.pk,
            notice_kind=row.kind,
            staff_id=row.staff_id,
            state=row.state,
            reason=row.reason or None,
        )
        for row in missed
    ]
    if facts:
        record_set([Fact(fact, SYSTEM, at) for fact in facts])
