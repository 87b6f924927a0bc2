"""Move open clocks to the newest revision of their calendar, after a look at what it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from django.db import connection, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import WorkTime, instant, micros
from shouwen.kernel.worktime_arrays import NEVER, rounds
from shouwen.platform.clocks import bulk, bulk_writing, ladders, limits
from shouwen.platform.clocks.actions.upkeep import rebuild
from shouwen.platform.clocks.choices import AmountUnit
from shouwen.platform.clocks.models import Calendar, Clock, Hold, Revision
from shouwen.platform.clocks.queries import holds_of
from shouwen.platform.clocks.reckoning import Reckoner, pauses_of, stretches

CALENDAR_IMPORTED = "calendar_imported"


@dataclass(frozen=True, slots=True)
class Reclocked:
    """How many clocks were (or would be) moved, how many got another due time, how many turn red."""

    clocks: int
    changed: int
    turned_red: int


class _Open(NamedTuple):
    id: int
    limit_id: int
    ladder_version_id: int | None
    office_id: int | None
    subject_kind: str
    subject_id: int
    zone: str
    started_at: datetime
    ended_at: datetime | None
    carried_seconds: float
    due_at: datetime | None
    alarm_steps: list[int]
    odd: bool
    judged: bool


_CHOOSE = """
SELECT c.id, c.limit_id, c.ladder_version_id, c.office_id, c.subject_kind, c.subject_id, c.zone,
       c.started_at, c.ended_at, c.carried_seconds, c.due_at, c.alarm_steps,
       c.waiting_for <> 'none' OR EXISTS (SELECT 1 FROM clocks_fire f JOIN clocks_ladder_step s
           ON s.version_id = c.ladder_version_id AND s.n = f.step
           WHERE f.clock_id = c.id AND s.needs_ack),
       EXISTS (SELECT 1 FROM clocks_verdict v WHERE v.clock_id = c.id)
FROM clocks_clock c JOIN clocks_revision r ON r.id = c.revision_id
WHERE c.ended_at IS NULL AND c.given_due_at IS NULL AND c.limit_id IS NOT NULL
  AND r.calendar_id = %s AND r.id <> %s AND (c.provisional OR NOT %s)
ORDER BY c.limit_id, c.ladder_version_id, c.office_id, c.id FOR UPDATE OF c
"""
_LOG = """
INSERT INTO clocks_event (clock_id, seq, at, kind, facts)
SELECT c.id, (SELECT max(seq) + 1 FROM clocks_event e WHERE e.clock_id = c.id), %s, 'retarget',
       jsonb_build_object('reason', %s::text, 'by', %s::bigint, 'revision', %s::bigint,
                          'was_revision', c.revision_id, 'was_due_at', c.due_at)
FROM clocks_clock c WHERE c.id = ANY(%s)
"""
_PIN = """
UPDATE clocks_clock c SET revision_id = r.id, provisional = (c.id = ANY(%s)),
       office_id = CASE WHEN o.calendar_id = r.calendar_id THEN r.id ELSE c.office_id END
FROM clocks_revision r, clocks_clock p LEFT JOIN clocks_revision o ON o.id = p.office_id
WHERE r.id = %s AND p.id = c.id AND c.id = ANY(%s)
"""
_DOUBTFUL = """
SELECT c.id FROM clocks_clock c LEFT JOIN clocks_revision r ON r.id = c.revision_id
LEFT JOIN clocks_revision o ON o.id = c.office_id
WHERE c.ended_at IS NULL AND (c.unsure_steps OR NOT %(only)s)
  AND (r.calendar_id = %(calendar)s AND r.id <> %(newest)s
       OR o.calendar_id = %(calendar)s AND o.id <> %(newest)s)
ORDER BY c.id FOR UPDATE OF c
"""


@transaction.atomic
def reclock(
    calendar_code: str,
    *,
    by: Actor,
    at: datetime,
    only_provisional: bool = True,
    preview: bool = False,
) -> Reclocked:
    """改历重算: due times of open clocks on this calendar by its newest revision.

    After a year was imported only provisional ones move by themselves; everything else is an
    explicit job that is previewed first. The old due time is kept in the clock's ledger; written
    verdicts never change.
    """
    calendar = Calendar.objects.get(code=calendar_code)
    newest = calendar.revisions.order_by("-n")[0]
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE, [calendar.pk, newest.pk, only_provisional])
        rows = [_Open(*row) for row in cursor.fetchall()]
    total = Reclocked(0, 0, 0)
    for _, group in groupby(rows, key=lambda r: (r.limit_id, r.ladder_version_id, r.office_id)):
        done = _move(list(group), newest, by=by, at=at, preview=preview)
        total = Reclocked(
            total.clocks + done.clocks,
            total.changed + done.changed,
            total.turned_red + done.turned_red,
        )
    if not preview:
        odd = {Subject(r.subject_kind, r.subject_id) for r in rows if r.odd}
        rebuild(odd | _settle_steps(newest, by=by, at=at, only_provisional=only_provisional))
    return total


def foresee(calendar_code: str, spec: Mapping[str, Any], *, at: datetime) -> Reclocked:
    """预览: what moving every open clock on this calendar to this state would do; nothing is written."""
    calendar = Calendar.objects.get(code=calendar_code)
    trial = WorkTime.from_spec(spec, calendar.zone)
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.replace("FOR UPDATE OF c", ""), [calendar.pk, 0, False])
        rows = [_Open(*row) for row in cursor.fetchall()]
    clocks, changed, turned_red = 0, 0, 0
    for _, group in groupby(rows, key=lambda r: (r.limit_id, r.ladder_version_id, r.office_id)):
        same = list(group)
        after = _dues(same, trial, trial).due.tolist()
        found = _changes([_us(r.due_at) for r in same], after, micros(at))
        clocks, changed = clocks + len(same), changed + found[0]
        turned_red += found[1]
    return Reclocked(clocks, changed, turned_red)


def _changes(before: Sequence[int], after: Sequence[int], now: int) -> tuple[int, int]:
    """How many due times differ, and how many of those pass into the red."""
    pairs = list(zip(before, after, strict=True))
    return sum(a != b for a, b in pairs), sum(b < now <= a for a, b in pairs)


def _settle_steps(
    newest: Revision, *, by: Actor, at: datetime, only_provisional: bool
) -> set[Subject]:
    """Clocks whose due time stands and whose later steps lay beyond the known years: whose matters."""
    with connection.cursor() as cursor:
        values = {"only": only_provisional, "calendar": newest.calendar_id, "newest": newest.pk}
        cursor.execute(_DOUBTFUL, values)
        ids = [pk for (pk,) in cursor.fetchall()]
    found, moved = set(), []
    for clock in Clock.objects.filter(pk__in=ids).select_related("revision", "office"):
        was = (clock.revision_id, clock.office_id)
        if clock.office is not None and clock.office.calendar_id == newest.calendar_id:
            clock.office_id = newest.pk
        if clock.revision is not None and clock.revision.calendar_id == newest.calendar_id:
            clock.revision_id = newest.pk
            if Reckoner(clock, stretches(holds_of(clock.subject))).due != clock.due_at:
                clock.revision_id = was[0]
        if (clock.revision_id, clock.office_id) != was:
            moved.append(clock)
            found.add(clock.subject)
    with connection.cursor() as cursor:
        pks = [c.pk for c in moved]
        cursor.execute(_LOG, [at, CALENDAR_IMPORTED, by.account, newest.pk, pks])
    Clock.objects.bulk_update(moved, ["revision", "office"])
    return found


def _move(
    rows: Sequence[_Open], newest: Revision, *, by: Actor, at: datetime, preview: bool
) -> Reclocked:
    calendar, office = limits.calendar(newest.pk), _office(rows, newest)
    found = _dues(rows, calendar, office)
    before, after = [_us(r.due_at) for r in rows], found.due.tolist()
    ids = [r.id for r in rows]
    if not preview:
        with connection.cursor() as cursor:
            cursor.execute(_LOG, [at, CALENDAR_IMPORTED, by.account, newest.pk, ids])
            cursor.execute(_PIN, [_unsure(rows, after, newest.pk), newest.pk, ids])
        terms, rungs = limits.terms(rows[0].limit_id), ladders.rungs(rows[0].ladder_version_id)
        bulk_writing.write_dues(
            np.array(ids, dtype=np.int64),
            found,
            to_come=bulk_writing.flags([r.alarm_steps for r in rows], [r.n for r in rungs]),
            judged=np.array([r.judged for r in rows], dtype=bool),
            unsure=bulk.unsure(terms, calendar, office, found, rungs),
        )
    return Reclocked(len(rows), *_changes(before, after, micros(at)))


def _dues(rows: Sequence[_Open], calendar: WorkTime, office: WorkTime) -> bulk.Dues:
    terms, rungs = limits.terms(rows[0].limit_id), ladders.rungs(rows[0].ladder_version_id)
    pauses = _pauses(rows, terms)
    starts = [micros(r.started_at) for r in rows]
    carried = [r.carried_seconds for r in rows]
    if terms.unit == AmountUnit.CALENDAR_DAYS:
        zones = [r.zone for r in rows]
        return bulk.calendar_dues(
            terms, calendar, starts, zones, pauses, carried, rungs=rungs, office=office
        )
    begun, used = np.array(starts, dtype=np.int64), np.array(carried)
    return bulk.dues(terms, calendar, begun, used, rounds(pauses), rungs=rungs, office=office)


def _office(rows: Sequence[_Open], newest: Revision) -> WorkTime:
    """The calendar of working days these clocks count on from now on."""
    pinned = rows[0].office_id
    if pinned is None:
        return limits.calendar(newest.pk)
    same = Revision.objects.filter(pk=pinned, calendar=newest.calendar_id).exists()
    return limits.calendar(newest.pk if same else pinned)


def _pauses(rows: Sequence[_Open], terms: limits.Terms) -> list[list[bulk.PauseUs]]:
    if not terms.pauses_for:
        return [[] for _ in rows]
    holds: dict[tuple[str, int], list[Hold]] = {}
    for kind in {r.subject_kind for r in rows}:
        ids = [r.subject_id for r in rows if r.subject_kind == kind]
        waited = Hold.objects.filter(subject_kind=kind, subject_id__in=ids)
        for hold in waited.order_by("subject_id", "seq"):
            holds.setdefault((kind, hold.subject_id), []).append(hold)
    found = []
    for row in rows:
        parts = stretches(holds.get((row.subject_kind, row.subject_id), []))
        mine = pauses_of(row, terms, parts)  # type: ignore[arg-type]
        found.append([(micros(a), _us(b)) for a, b in mine])
    return found


def _unsure(rows: Sequence[_Open], after: Sequence[int], revision: int) -> list[int]:
    """Clocks whose due time lies beyond the years the new revision knows as well."""
    terms, calendar = limits.terms(rows[0].limit_id), limits.calendar(revision)
    if terms.unit == AmountUnit.CALENDAR_DAYS and not terms.roll_forward:
        return []
    return [
        r.id
        for r, due in zip(rows, after, strict=True)
        if not calendar.knows(r.started_at, r.started_at if due == NEVER else instant(due))
    ]


def _us(t: datetime | None) -> int:
    return int(NEVER) if t is None else micros(t)
