"""The sweeper: steps that are due fire once, waits that are over end. Any number may run at a time.

A step is due when its instant has passed, not at it: finished at the due instant is on time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event as StopEvent

from django.db import Error, connection, transaction

from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.choices import Step
from shouwen.platform.clocks.events import StepFired, WaitExpired
from shouwen.platform.clocks.ledger import Matter
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.clocks.reckoning import Reckoner, stretches
from shouwen.platform.journal.actions import Fact, record, record_set

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=2)
"""Whoever finished in time but is still writing comes before the verdict."""
LATE_AFTER = timedelta(seconds=60)
RETRY_AFTER = timedelta(minutes=5)

_COLUMNS = (
    "id, subject_kind, subject_id, kind, basis, due_at, next_fire_at, next_step, unit_id,"
    " person_id, owner_unit_id, silent, limit_id, given_due_at, carried_seconds, started_at"
)
_CLAIM = f"""
SELECT {_COLUMNS} FROM clocks_clock WHERE next_fire_at < %s
ORDER BY next_fire_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_CLAIM_ONE = f"""
SELECT {_COLUMNS} FROM clocks_clock WHERE next_fire_at < %s AND id = %s FOR UPDATE SKIP LOCKED
"""
_FIRE = """
INSERT INTO clocks_fire (clock_id, step, fired_at, late, suppressed)
SELECT id, step, %s, late, '' FROM unnest(%s::bigint[], %s::int2[], %s::bool[]) AS u(id, step, late)
ON CONFLICT DO NOTHING RETURNING clock_id
"""
_JUDGE = """
INSERT INTO clocks_verdict (clock_id, n, verdict, at, due_at, elapsed_s, cause, unit_id, person_id)
SELECT c.id, 1, 'breached', c.due_at, c.due_at, u.elapsed, '', c.unit_id, c.person_id
FROM unnest(%s::bigint[], %s::float8[]) AS u(id, elapsed) JOIN clocks_clock c USING (id)
ON CONFLICT DO NOTHING
"""
_ADVANCE = """
UPDATE clocks_clock SET next_step = CASE WHEN next_step = 1 AND due_at IS NOT NULL THEN 2 END,
       next_fire_at = CASE WHEN next_step = 1 THEN due_at END
WHERE id = ANY(%s)
"""
_PUSH_BACK = "UPDATE clocks_clock SET next_fire_at = %s WHERE id = %s AND next_fire_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class _Due:
    """A clock whose next step has come; fields as in the table."""

    id: int
    subject_kind: str
    subject_id: int
    kind: str
    basis: str
    due_at: datetime | None
    next_fire_at: datetime
    next_step: int
    unit_id: int
    person_id: int | None
    owner_unit_id: int
    silent: bool
    limit_id: int | None
    given_due_at: datetime | None
    carried_seconds: float
    started_at: datetime


def sweep(now: datetime, limit: int = 1000) -> int:
    """Fire the steps due by now and end the waits that are over, at most ``limit``; how many."""
    ended = end_waits(now, limit)
    try:
        with transaction.atomic():
            fired = _fire(_claimed(_CLAIM, [now, limit]), now)
    except Error:
        log.exception("a batch of clock steps failed; they are taken one by one")
        fired = _one_by_one(now, limit)
    return ended + fired


def run_forever(
    stop: StopEvent, *, now: Callable[[], datetime], pause: float = 5.0, limit: int = 1000
) -> None:
    """Sweep until told to stop; a round that found work is followed by the next at once."""
    while not stop.is_set():
        if sweep(now() - GRACE, limit) < limit:
            stop.wait(pause)


def lag(now: datetime) -> timedelta:
    """How long the oldest due step has been waiting; zero when nothing is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(next_fire_at) FROM clocks_clock WHERE next_fire_at < %s", [now])
        oldest = cursor.fetchone()[0]
    return now - oldest if oldest is not None else timedelta(0)


def _claimed(statement: str, params: Sequence[datetime | int]) -> list[_Due]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [_Due(*row) for row in cursor.fetchall()]


def _fire(due: Sequence[_Due], now: datetime) -> int:
    """Write fires, verdicts, facts and next steps of these locked clocks."""
    if not due:
        return 0
    loud = [d for d in due if not d.silent]
    breached = [d for d in due if d.next_step == Step.BREACH]
    late = {d.id: now - d.next_fire_at > LATE_AFTER for d in loud}
    with connection.cursor() as cursor:
        fired: set[int] = set()
        if loud:
            cursor.execute(
                _FIRE,
                [now, [d.id for d in loud], [d.next_step for d in loud], list(late.values())],
            )
            fired = {pk for (pk,) in cursor.fetchall()}
        if breached:
            cursor.execute(_JUDGE, [[d.id for d in breached], _elapsed(breached)])
        cursor.execute(_ADVANCE, [[d.id for d in due]])
    record_set([Fact(_event(d, late[d.id]), SYSTEM, now) for d in loud if d.id in fired])
    return len(due)


def _event(d: _Due, late: bool) -> StepFired:
    return StepFired(
        subject=Subject(d.subject_kind, d.subject_id),
        clock=d.id,
        clock_kind=d.kind,
        basis=d.basis,
        step=d.next_step,
        due_at=d.due_at,
        late=late,
        unit=d.unit_id,
        person=d.person_id,
        owner_unit=d.owner_unit_id,
    )


def _elapsed(breached: Sequence[_Due]) -> list[float]:
    """The time each clock had counted when it fell due: its hours, or reckoned from its holds."""
    found: dict[int, float] = {}
    others = []
    for d in breached:
        seconds = _target_seconds(d)
        if seconds is None:
            others.append(d)
        else:
            found[d.id] = seconds
    found |= _reckoned(others)
    return [found[d.id] for d in breached]


def _target_seconds(d: _Due) -> float | None:
    if d.given_due_at is not None:
        return max(0.0, (d.given_due_at - d.started_at).total_seconds())
    target = limits.terms(d.limit_id).target if d.limit_id is not None else None
    return None if target is None else max(target.total_seconds(), d.carried_seconds)


def _reckoned(due: Sequence[_Due]) -> dict[int, float]:
    clocks = Clock.objects.in_bulk([d.id for d in due])
    holds = holds_of({(d.subject_kind, d.subject_id) for d in due})
    found = {}
    for d in due:
        parts = stretches(holds.get((d.subject_kind, d.subject_id), []))
        assert d.due_at is not None
        found[d.id] = Reckoner(clocks[d.id], parts).used(d.due_at).total_seconds()
    return found


def holds_of(subjects: set[tuple[str, int]]) -> dict[tuple[str, int], list[Hold]]:
    """The holds of many matters, each in order."""
    found: dict[tuple[str, int], list[Hold]] = {}
    for kind in {k for k, _ in subjects}:
        ids = [i for k, i in subjects if k == kind]
        rows = Hold.objects.filter(subject_kind=kind, subject_id__in=ids)
        for hold in rows.order_by("subject_id", "seq"):
            found.setdefault((kind, hold.subject_id), []).append(hold)
    return found


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
                done += _fire(_claimed(_CLAIM_ONE, [now, pk]), now)
        except Error:
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
        except Error:
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
