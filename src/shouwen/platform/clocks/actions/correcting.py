"""Imported matters told anew: a later file corrects the past of matters nobody has worked on.

Holds are rewritten as told now. Clocks keep their ids: what moved is an event, and a verdict that
comes out otherwise is a further verdict with its cause; the first one stays.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import connection, transaction
from django.db.models import Max

from shouwen.kernel.actor import Actor
from shouwen.platform.clocks.actions import history as recorded
from shouwen.platform.clocks.actions.history import ClockRow, MatterHistory
from shouwen.platform.clocks.choices import EventKind, VerdictKind
from shouwen.platform.clocks.climbing import progress_of
from shouwen.platform.clocks.ladders import NOTHING_YET, Progress
from shouwen.platform.clocks.ledger import put_in_front, refresh
from shouwen.platform.clocks.models import Clock, ClockEvent, Hold, Verdict
from shouwen.platform.clocks.reckoning import Reckoner, stretches
from shouwen.platform.clocks.storing import update_clocks

Key = tuple[str, str, int]
_STARTS = """
UPDATE clocks_clock c SET started_at = u.started_at
FROM unnest(%s::bigint[], %s::timestamptz[]) u(id, started_at)
WHERE c.id = u.id AND c.started_at <> u.started_at
"""


@dataclass
class _Known:
    """What the ledgers say about the clocks of a set of matters."""

    clocks: dict[int, dict[Key, Clock]] = field(default_factory=dict)
    seqs: dict[int, int] = field(default_factory=dict)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    climbed: dict[int, Progress] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def correct_history(
    histories: Sequence[MatterHistory], *, as_of: datetime, cause: str, by: Actor
) -> None:
    """更正历史: tell these imported matters anew; all of one kind. ``as_of`` is the batch's time.

    The caller has made sure that no live verb has touched them.
    """
    if not histories:
        return
    kind = histories[0].subject.kind
    ids = [h.subject.id for h in histories]
    known = _read(kind, ids)
    with pgtrigger.ignore("clocks.Hold:clocks_hold_is_append_only"):
        Hold.objects.filter(subject_kind=kind, subject_id__in=ids).delete()
    batch = recorded._Batch()
    moved: list[Clock] = []
    fresh = iter(recorded._new_ids(sum(len(h.clocks) for h in histories)))
    for history in histories:
        moved += _correct_one(history, known, batch, fresh, as_of=as_of, cause=cause, by=by)
    _write(moved, batch)


def _correct_one(
    history: MatterHistory,
    known: _Known,
    batch: recorded._Batch,
    fresh: Iterable[int],
    *,
    as_of: datetime,
    cause: str,
    by: Actor,
) -> list[Clock]:
    recorded._number_instances(history.holds)
    parts = stretches(history.holds)  # type: ignore[arg-type]
    kind, number = history.subject
    for seq, h in enumerate(history.holds, 1):
        batch.holds.append(
            (
                *(kind, number, seq, h.instance, h.at, h.unit, h.person, str(h.waiting_for)),
                *(h.reason, h.until, h.by, h.ends),
            )
        )
    mine = dict(known.clocks.get(number, {}))
    kept, new = [], []
    for row in history.clocks:
        clock = mine.pop((str(row.kind), str(row.basis), row.instance), None)
        if clock is None:
            zones: dict[int, str] = {}
            pk = next(iter(fresh))
            made = recorded._clock(
                history, row, parts, pk, as_of=as_of, live=False, batch=batch, zones=zones
            )
            new.append(made)
            continue
        _move(clock, row, known, batch, at=as_of, cause=cause, by=by)
        clock.owner_unit_id = history.owner_unit
        reckoner = Reckoner(clock, parts)
        judged = _judge_again(clock, reckoner, row, known, batch, as_of=as_of, cause=cause)
        was = known.climbed.get(clock.pk, NOTHING_YET)
        refresh(clock, reckoner, replace(was, judged=judged))
        kept.append(clock)
    for clock in mine.values():
        _drop(clock, known, batch, at=as_of, cause=cause)
        refresh(clock, Reckoner(clock, parts))
        kept.append(clock)
    put_in_front([*kept, *new])
    batch.clocks += new
    return kept


def _read(kind: str, ids: Sequence[int]) -> _Known:
    known = _Known()
    clocks = Clock.objects.filter(subject_kind=kind, subject_id__in=ids)
    for clock in clocks.select_for_update().order_by("id"):
        key = (clock.kind, clock.basis, clock.instance)
        known.clocks.setdefault(clock.subject_id, {})[key] = clock
    pks = [c.pk for mine in known.clocks.values() for c in mine.values()]
    found = ClockEvent.objects.filter(clock_id__in=pks).values_list("clock_id")
    known.seqs = dict(found.annotate(Max("seq")).order_by())
    for verdict in Verdict.objects.filter(clock_id__in=pks).order_by("clock_id", "n"):
        known.verdicts[verdict.clock_id] = verdict
    known.climbed = progress_of(pks)
    return known


def _move(
    clock: Clock,
    row: ClockRow,
    known: _Known,
    batch: recorded._Batch,
    *,
    at: datetime,
    cause: str,
    by: Actor,
) -> None:
    """Start, stop and due time as told now, each change as an event."""
    if (clock.given_due_at, clock.limit_id) != (row.given_due_at, row.limit_id):
        facts = {
            "reason": cause, "by": by.account, "was_due_at": _iso(clock.due_at),
            "was_limit": clock.limit_id, "due_at": _iso(row.given_due_at), "limit": row.limit_id,
        }  # fmt: skip
        _note(clock, known, batch, at, EventKind.RETARGET, facts)
    if (clock.started_at, clock.ended_at) != (row.started_at, row.ended_at):
        facts = {
            "reason": cause, "by": by.account, "was_started_at": _iso(clock.started_at),
            "was_ended_at": _iso(clock.ended_at), "started_at": _iso(row.started_at),
            "ended_at": _iso(row.ended_at),
        }  # fmt: skip
        kind = EventKind.STOP if row.ended_at else EventKind.RETARGET
        _note(clock, known, batch, row.ended_at or at, kind, facts)
    clock.given_due_at, clock.limit_id = row.given_due_at, row.limit_id
    clock.started_at, clock.ended_at = row.started_at, row.ended_at


def _judge_again(
    clock: Clock,
    reckoner: Reckoner,
    row: ClockRow,
    known: _Known,
    batch: recorded._Batch,
    *,
    as_of: datetime,
    cause: str,
) -> bool:
    """Another verdict where it comes out otherwise than the last one; whether there is one now."""
    last = known.verdicts.get(clock.pk)
    found = reckoner.judge(as_of)
    if row.void_cause is not None:
        void = str(VerdictKind.VOID)
        if last is None or last.verdict != void:
            _verdict(batch, clock, last, void, as_of, reckoner, row.void_cause)
        return True
    if found is None:
        if last is not None and last.verdict != VerdictKind.VOID:
            _verdict(batch, clock, last, str(VerdictKind.VOID), as_of, reckoner, cause)
        return last is not None
    if last is None or (last.verdict, last.at, last.due_at) != (
        str(found.verdict), found.at, found.due_at,
    ):  # fmt: skip
        n = last.n + 1 if last else 1
        batch.verdicts.append(
            (
                *(clock.pk, n, str(found.verdict), found.at, found.due_at, found.elapsed_s),
                *(cause if last else "", found.unit_id, found.person_id),
            )
        )
    return True


def _verdict(
    batch: recorded._Batch,
    clock: Clock,
    last: Verdict | None,
    verdict: str,
    at: datetime,
    reckoner: Reckoner,
    cause: str,
) -> None:
    had = reckoner.parts[-1]
    used = reckoner.used(at).total_seconds()
    n = last.n + 1 if last else 1
    batch.verdicts.append(
        (clock.pk, n, verdict, at, reckoner.due, used, cause, had.unit, had.person)
    )


def _drop(clock: Clock, known: _Known, batch: recorded._Batch, *, at: datetime, cause: str) -> None:
    """A clock the matter no longer has is void, not gone."""
    last = known.verdicts.get(clock.pk)
    if last is not None and last.verdict == VerdictKind.VOID:
        return
    clock.ended_at = clock.ended_at or at
    _note(clock, known, batch, at, EventKind.VOID, {"cause": cause})
    n = last.n + 1 if last else 1
    batch.verdicts.append(
        (
            *(clock.pk, n, str(VerdictKind.VOID), at, clock.due_at, 0.0, cause),
            *(clock.unit_id, clock.person_id),
        )
    )


def _note(
    clock: Clock,
    known: _Known,
    batch: recorded._Batch,
    at: datetime,
    kind: EventKind,
    facts: dict[str, Any],
) -> None:
    seq = known.seqs.get(clock.pk, 0) + 1
    known.seqs[clock.pk] = seq
    given = {k: v for k, v in facts.items() if v is not None}
    batch.events.append((clock.pk, seq, at, str(kind), json.dumps(given)))


def _write(moved: Sequence[Clock], batch: recorded._Batch) -> None:
    if moved:
        with connection.cursor() as cursor:
            cursor.execute(_STARTS, [[c.pk for c in moved], [c.started_at for c in moved]])
            cursor.execute(
                "UPDATE clocks_clock SET front = false WHERE front AND id = ANY(%s)",
                [[c.pk for c in moved]],
            )
        update_clocks(moved)
    recorded._write(batch)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


_VOID = """
WITH mine AS (
    SELECT c.id, c.ended_at, c.due_at, c.started_at, c.unit_id, c.person_id,
           coalesce((SELECT max(seq) FROM clocks_event e WHERE e.clock_id = c.id), 0) AS seq,
           coalesce((SELECT max(n) FROM clocks_verdict v WHERE v.clock_id = c.id), 0) AS n
    FROM clocks_clock c WHERE c.subject_kind = %(kind)s AND c.subject_id = ANY(%(ids)s)
), told AS (
    INSERT INTO clocks_event (clock_id, seq, at, kind, facts)
    SELECT id, seq + 1, %(at)s, 'void', jsonb_build_object('cause', %(cause)s::text) FROM mine
), judged AS (
    INSERT INTO clocks_verdict
        (clock_id, n, verdict, at, due_at, elapsed_s, cause, unit_id, person_id)
    SELECT id, n + 1, 'void', %(at)s, due_at,
           extract(epoch FROM coalesce(ended_at, %(at)s) - started_at), %(cause)s, unit_id, person_id
    FROM mine
), ended AS (
    INSERT INTO clocks_hold (subject_kind, subject_id, seq, instance, at, unit_id, person_id,
                             waiting_for, reason, by_id, ends)
    SELECT h.subject_kind, h.subject_id, h.seq + 1, h.instance, greatest(h.at, %(at)s), h.unit_id,
           h.person_id, 'none', %(cause)s, %(by)s, true
    FROM (SELECT DISTINCT ON (subject_id) * FROM clocks_hold
          WHERE subject_kind = %(kind)s AND subject_id = ANY(%(ids)s)
          ORDER BY subject_id, seq DESC) h WHERE NOT h.ends
)
UPDATE clocks_clock c SET ended_at = coalesce(c.ended_at, %(at)s), next_fire_at = NULL,
       next_step = NULL, alarm_ats = '{}', alarm_steps = '{}', front = false, waiting_for = 'none', wait_until_at = NULL
FROM mine WHERE c.id = mine.id
"""


@transaction.atomic(savepoint=False)
def void_all(
    subject_kind: str, ids: Collection[int], *, cause: str, by: Actor, at: datetime
) -> None:
    """批量作废: all clocks of these matters no longer count, and nobody has them; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _VOID,
            {"kind": subject_kind, "ids": list(ids), "cause": cause, "by": by.account, "at": at},
        )
