"""到期清除: what imports keep of people is erased on schedule, and the journal proves how much."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.exchange import retention
from shouwen.platform.exchange.choices import BatchState
from shouwen.platform.exchange.events import BatchErased
from shouwen.platform.exchange.models import Batch, Before, Reject, Source
from shouwen.platform.journal.actions import record

ROWS_A_SET = 2_000


@dataclass(frozen=True, slots=True)
class Erased:
    """What one run has erased."""

    batches: int
    files: int


def erase_old(*, by: Actor, at: datetime) -> Erased:
    """Erase the personal values of batches past their time, and the files that are; safe to repeat.

    Each batch is one transaction with its own entry in the journal.
    """
    due = Batch.objects.filter(began_at__lt=retention.border(at), erased_at__isnull=True)
    ids = list(due.exclude(state=BatchState.RUNNING).order_by("pk").values_list("pk", flat=True))
    files = 0
    for path in retention.old_files(at):
        path.unlink(missing_ok=True)
        files += 1
    for pk in ids:
        _erase(pk, by=by, at=at)
    return Erased(len(ids), files)


@transaction.atomic
def _erase(batch_id: int, *, by: Actor, at: datetime) -> None:
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.erased_at is not None:
        return
    rows = sum(_cover(batch_id, kind) for kind in retention.kinds())
    rejects = Reject.objects.filter(batch_id=batch_id).exclude(value="", params={})
    cells = rejects.update(value="", params={})
    replaced = Before.objects.filter(batch_id=batch_id).update(fields={}, row=None)
    batch.erased_at, batch.rejects_file = at, ""
    batch.save(update_fields=["erased_at", "rejects_file"])
    event = BatchErased(
        subject=Subject("batch", batch_id), rows=rows, cells=cells, replaced=replaced
    )
    record(event, by=by.within(batch_id), at=at)


def _cover(batch_id: int, kind: str) -> int:
    """Put digests into the rows this batch was the last to tell; how many rows changed."""
    found = Source.objects.filter(told_batch_id=batch_id, subject_kind=kind, row__isnull=False)
    count, changed = 0, list[tuple[str, str, str]]()
    for source, key, row in found.values_list("source", "key", "row").iterator(ROWS_A_SET):
        told = json.loads(row) if isinstance(row, str) else row
        covered = retention.covered(told, kind)
        if covered != told:
            changed.append((source, key, json.dumps(covered, ensure_ascii=False)))
            count += 1
        if len(changed) >= ROWS_A_SET:
            _write(changed)
            changed = []
    _write(changed)
    return count


def _write(changed: list[tuple[str, str, str]]) -> None:
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_source s SET row = c.row::jsonb"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) c(source, key, row)"
            " WHERE s.source = c.source AND s.key = c.key",
            [list(column) for column in zip(*changed, strict=True)],
        )
