"""The sweeper: steps that are due fire once, waits that are over end. Any number may run at a time.

A step is due when its instant has passed, not at it: finished at the due instant is on time.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import firing
from shouwen.platform.clocks.events import WaitExpired
from shouwen.platform.clocks.firing import COLUMNS, Due
from shouwen.platform.clocks.ledger import Matter
from shouwen.platform.clocks.models import Clock
from shouwen.platform.journal.actions import record

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=2)
"""Whoever finished in time but is still writing comes before the verdict."""
RETRY_AFTER = timedelta(minutes=5)

_CLAIM = f"""
SELECT {COLUMNS} FROM clocks_clock WHERE next_fire_at < %s
ORDER BY next_fire_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_CLAIM_ONE = f"""
SELECT {COLUMNS} FROM clocks_clock WHERE next_fire_at < %s AND id = %s FOR UPDATE SKIP LOCKED
"""
_PUSH_BACK = "UPDATE clocks_clock SET next_fire_at = %s WHERE id = %s AND next_fire_at IS NOT NULL"


def sweep(now: datetime, limit: int = 1000) -> int:
    """Fire the steps due by now and end the waits that are over, at most ``limit``; how many."""
    ended = end_waits(now, limit)
    try:
        with transaction.atomic():
            fired = firing.fire(_claimed(_CLAIM, [now, limit]), now)
    except Exception:
        log.exception("a batch of clock steps failed; they are taken one by one")
        fired = _one_by_one(now, limit)
    return ended + fired


def lag(now: datetime) -> timedelta:
    """How long the oldest due step has been waiting; zero when nothing is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(next_fire_at) FROM clocks_clock WHERE next_fire_at < %s", [now])
        oldest = cursor.fetchone()[0]
    return now - oldest if oldest is not None else timedelta(0)


def _claimed(statement: str, params: Sequence[datetime | int]) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [Due(*row) for row in cursor.fetchall()]


def _one_by_one(now: datetime, limit: int) -> int:
    """A row that fails is pushed back and reported, and never blocks the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM clocks_clock WHERE next_fire_at < %s ORDER BY next_fire_at LIMIT %s",
            [now, limit],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    done = 0
    for pk in ids:
        try:
            with transaction.atomic():
                done += firing.fire(_claimed(_CLAIM_ONE, [now, pk]), now)
        except Exception:
            log.exception("clock %s could not fire and is tried again later", pk)
            with connection.cursor() as cursor:
                cursor.execute(_PUSH_BACK, [now + RETRY_AFTER, pk])
    return done


def end_waits(now: datetime, limit: int) -> int:
    """Matters whose wait has reached its until-time return to the desk that had them."""
    waiting = (
        Clock.objects.front()
        .filter(wait_until_at__lte=now)
        .order_by("wait_until_at")
        .values_list("subject_kind", "subject_id")[:limit]
    )
    done = 0
    for kind, number in waiting:
        try:
            done += _end_wait(Subject(kind, number), now)
        except Exception:
            log.exception("the wait of %s:%s could not be ended and is tried again", kind, number)
    return done


@transaction.atomic
def _end_wait(subject: Subject, now: datetime) -> bool:
    mine = Clock.objects.of(subject)
    locked = mine.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    if len(locked) < mine.count():
        return False
    matter = Matter.read(subject)
    before = matter.now
    matter.settle(now)
    if matter.now is before:
        return False
    back = matter.now
    matter.write()
    event = WaitExpired(
        subject=subject,
        waiting_for=before.waiting_for,
        unit=back.unit_id,
        person=back.person_id,
    )
    record(event, by=SYSTEM, at=back.at)
    return True
