"""Take a run back within ten minutes: by counter-actions on every case nobody has touched since."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from shouwen.domains.bulk.actions.running import QUEUE
from shouwen.domains.bulk.choices import AT_ONCE, Result, RunState
from shouwen.domains.bulk.deeds import deed_of
from shouwen.domains.bulk.errors import ChangedSince, NotUndoable, NotYours, TooLateToUndo
from shouwen.domains.bulk.models import Run, RunRow
from shouwen.domains.bulk.queries import undoable
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.rules import NEEDS
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.acting import Acting
from shouwen.platform.org.acting import acting_for


def undo(run_id: int, *, at: datetime) -> Run:
    """撤销: dispatched cases go back to who had them, waits are resumed; all of it recorded."""
    run = _begun(run_id, at=at)
    return carry_back(run_id, at=at) if run.rows.count() <= AT_ONCE else run


@transaction.atomic
def _begun(run_id: int, *, at: datetime) -> Run:
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    if not deed_of(run).undoes:
        raise NotUndoable
    if not undoable(run, at=at):
        raise TooLateToUndo
    run.state = RunState.UNDOING
    run.save(update_fields=["state"])
    if run.rows.count() > AT_ONCE:
        jobs.configure_task(name="bulk.carry_back", queue=QUEUE).defer(run_id=run.pk)
    return run


def carry_back(run_id: int, *, at: datetime) -> Run:
    """Take back what was done and nobody has changed since; safe to run again."""
    run = Run.objects.get(pk=run_id)
    if run.state != RunState.UNDOING:
        return run
    acting = acting_for(run.account_id, post_id=run.post_id, at=at)
    rows = run.rows.filter(result=Result.DONE).order_by("case_id")
    for pk in list(rows.values_list("pk", flat=True)):
        _one(run, pk, acting, at=at)
    Run.objects.filter(pk=run_id, state=RunState.UNDOING).update(state=RunState.UNDONE)
    run.refresh_from_db()
    return run


@transaction.atomic
def _one(run: Run, row_id: int, acting: Acting | None, *, at: datetime) -> None:
    row = RunRow.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.result != Result.DONE:
        return
    try:
        with transaction.atomic():
            _counter(run, row, acting, at=at)
        row.result = Result.UNDONE
    except (Refused, MoveNotAllowed) as refusal:
        row.result, row.code, row.said = Result.KEPT, refusal.code, str(refusal)[:300]
    row.save()


def _counter(run: Run, row: RunRow, acting: Acting | None, *, at: datetime) -> None:
    taken = deed_of(run).undoes
    if acting is None or not acting.may(NEEDS[taken]):
        raise NotYours
    case = Case.objects.lock(row.case_id)
    if case.version != row.after:
        raise ChangedSince
    if taken == "wait":
        cases.resume(case.pk, by=acting.actor(), at=at)
        return
    assert row.unit_before is not None
    cases.take_back(
        case.pk,
        unit_id=row.unit_before,
        staff_id=row.staff_before,
        by=acting.actor(),
        at=at,
    )
