"""Move open clocks to the limit that would be chosen for them now: an explicit job, previewed first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.kernel.worktime import micros
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.models import Limit
from shouwen.platform.policies import would
from shouwen.platform.policies.queries.previewing import moves
from shouwen.platform.policies.would import NEVER

REASON = "limit_changed"


@dataclass(frozen=True, slots=True)
class Moved:
    """How many clocks were moved, or would be; how many are overdue by that; how many refused."""

    clocks: int
    turned_red: int
    refused: int = 0


def move_open(limit: Limit, *, on: date, by: Actor, at: datetime, preview: bool = False) -> Moved:
    """改在办时钟: open clocks that this version fits on that day get it, over the same holds.

    Each move is an event of its clock with the former limit and due time; verdicts that are written
    stay. One transaction a matter: a matter that moved meanwhile is taken as it is then.
    """
    where = "c.ended_at IS NULL AND c.kind = %s AND c.basis = %s"
    rows, waits = would.read(where, [limit.kind, limit.basis])
    former = limit.policy.limits.filter(rank=limit.rank).exclude(pk=limit.pk)
    known = frozenset(former.values_list("pk", flat=True))
    found = would.reckon(rows, waits, limits.rules(), on=on)
    mine = [row for row in rows if moves(row, found.terms[row.id], limit.pk, known)]
    now = micros(at)
    red = sum(found.due.get(row.id, NEVER) < now <= row.due_us for row in mine)
    if preview:
        return Moved(len(mine), red)
    wanted = {t.id for row in mine if (t := found.terms[row.id]) is not None}
    rules = Limit.objects.in_bulk(wanted)
    refused = 0
    for row in mine:
        terms = found.terms[row.id]
        assert terms is not None
        refused += not _move(row, rules[terms.id], by=by, at=at)
    return Moved(len(mine) - refused, red, refused)


def _move(row: would.Row, limit: Limit, *, by: Actor, at: datetime) -> bool:
    """One clock of one matter; a matter that has ended or moved past ``at`` is left as it is."""
    try:
        with transaction.atomic():
            clocks.retarget(
                Subject(row.subject_kind, row.subject_id),
                row.kind,
                limit=limit,
                reason=REASON,
                approver=by.account,
                by=by,
                at=at,
                basis=row.basis,
            )
    except Refused:
        return False
    return True
