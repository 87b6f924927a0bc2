"""Tell people, and take their acknowledgement."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.errors import StepNotFired
from shouwen.platform.journal.actions import Fact, record, record_set
from shouwen.platform.notify import outbox
from shouwen.platform.notify.events import NoticeAcknowledged, NoticeSent
from shouwen.platform.notify.models import Notice
from shouwen.platform.notify.outbox import Alarm, Message

_PLAIN = Alarm()


@transaction.atomic
def tell(
    subject: Subject,
    kind: str,
    staff_ids: Collection[int],
    *,
    key: str,
    params: Mapping[str, Any] | None = None,
    channels: Collection[str] = (),
    alarm: Alarm = _PLAIN,
    by: Actor,
    at: datetime,
) -> int:
    """提醒: one notice for each person, once per ``key`` however often this runs; how many are new.

    With each new notice goes a delivery for every one of ``channels`` (codes or kinds of channels).
    """
    message = Message(subject=subject, kind=kind, key=key, params=params or {}, alarm=alarm, at=at)
    wanted = sorted(set(staff_ids))
    held = Notice.objects.filter(staff_id__in=wanted, key=key)
    told = set(held.values_list("staff_id", flat=True))
    fresh = [_notice(message, staff) for staff in wanted if staff not in told]
    if not fresh:
        return 0
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    mine = Notice.objects.filter(key=key, token__in=[notice.token for notice in fresh])
    made = list(mine.order_by("staff_id"))
    if not made:
        return 0
    outbox.put(message, made, channels)
    sent = NoticeSent(subject=subject, notice_kind=kind, staff_ids=[n.staff_id for n in made])
    record(sent, by=by, at=at)
    return len(made)


def _notice(message: Message, staff: int) -> Notice:
    alarm = message.alarm
    return Notice(
        staff_id=staff,
        subject_kind=message.subject.kind,
        subject_id=message.subject.id,
        kind=message.kind,
        key=message.key,
        params=dict(message.params),
        token=secrets.token_urlsafe(9),
        clock_id=alarm.clock,
        step=alarm.step,
        needs_ack=alarm.needs_ack,
        said=list(alarm.said),
        at=message.at,
    )


@transaction.atomic
def acknowledge(staff_id: int, notice_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    """签收: the person has read these notices of his own; it shows on the matters' timelines.

    Acknowledging the alarm of a step stops its chain.
    """
    return _acknowledge(list(notice_ids), staff_id, by=by, at=at)


@transaction.atomic
def acknowledge_all(staff_id: int, *, until: int, by: Actor, at: datetime) -> int:
    """全部签收: everything up to the newest notice the person has seen (by its id)."""
    unread = Notice.objects.unread().filter(staff_id=staff_id, pk__lte=until)
    return _acknowledge(list(unread.values_list("pk", flat=True)), staff_id, by=by, at=at)


def _acknowledge(ids: list[int], staff_id: int, *, by: Actor, at: datetime) -> int:
    unread = Notice.objects.unread().filter(pk__in=ids, staff_id=staff_id)
    notices = list(unread.select_for_update().order_by("pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(read_at=at)
    if notices:
        record_set([Fact(_acknowledged(notice), by, at) for notice in notices])
    for notice in notices:
        if notice.needs_ack and notice.clock_id is not None and notice.step is not None:
            _stop_the_chain(notice.clock_id, notice.step, by=by, at=at)
    return len(notices)


def _stop_the_chain(clock_id: int, step: int, *, by: Actor, at: datetime) -> None:
    """The next step comes at its own time; a clock that was reckoned anew may not know the step."""
    with suppress(StepNotFired):
        clocks.acknowledge(clock_id, step, by=by, at=at)


def _acknowledged(notice: Notice) -> NoticeAcknowledged:
    return NoticeAcknowledged(
        subject=Subject(notice.subject_kind, notice.subject_id),
        notice_id=notice.pk,
        notice_kind=notice.kind,
        staff_id=notice.staff_id,
    )
