"""Begin a run and carry it out: each case in its own transaction, refused or done for itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from shouwen.domains.bulk import deeds
from shouwen.domains.bulk.choices import AT_ONCE, MOST, UNDO_WITHIN, Result, RunState
from shouwen.domains.bulk.errors import NotYours
from shouwen.domains.bulk.models import Run, RunRow
from shouwen.domains.cases.models import Case
from shouwen.kernel.errors import Refused
from shouwen.kernel.lifecycle import MoveNotAllowed
from shouwen.platform.access.acting import Acting
from shouwen.platform.org.acting import acting_for

QUEUE = "upkeep"


def begin(
    verb: str,
    seen: Mapping[int, int | None],
    *,
    terms: Mapping[str, Any],
    key: UUID,
    acting: Acting,
    at: datetime,
) -> Run:
    """批量执行: at once up to 200 cases, else by a job; the same ``key`` again is the same run.

    ``seen`` are the cases with the version the person looked at; ``verb`` may be ``macro``, with the
    terms of ``deeds.macro_terms``.
    """
    run = _made(verb, seen, terms=terms, key=key, acting=acting, at=at)
    if run.rows.count() <= AT_ONCE:
        return carry_out(run.pk, at=at)
    return run


@transaction.atomic
def _made(
    verb: str,
    seen: Mapping[int, int | None],
    *,
    terms: Mapping[str, Any],
    key: UUID,
    acting: Acting,
    at: datetime,
) -> Run:
    packed = {name: deeds.packed(value) for name, value in terms.items() if name != "text"}
    run, new = Run.objects.get_or_create(
        account_id=acting.account.pk,
        key=key,
        defaults={
            "verb": verb,
            "terms": packed,
            "text": terms.get("text", ""),
            "post_id": acting.post_id,
            "at": at,
        },
    )
    if not new:
        return run
    wanted = sorted(seen)[:MOST]
    there = Case.objects.visible_to(acting.scope).filter(pk__in=wanted).values_list("pk", flat=True)
    rows = [RunRow(run=run, case_id=pk, seen=seen[pk]) for pk in sorted(there)]
    RunRow.objects.bulk_create(rows)
    deeds.begun(run)
    run.missing = len(wanted) - len(rows)
    run.save(update_fields=["missing"])
    if len(rows) > AT_ONCE:
        jobs.configure_task(name="bulk.carry_out", queue=QUEUE).defer(run_id=run.pk)
    return run


def carry_out(run_id: int, *, at: datetime) -> Run:
    """Do what is still to do; safe to run again, and by two at once."""
    run = Run.objects.get(pk=run_id)
    if run.state != RunState.RUNNING:
        return run
    acting = acting_for(run.account_id, post_id=run.post_id, at=at)
    todo = run.rows.filter(result=Result.PENDING).order_by("case_id")
    for pk in list(todo.values_list("pk", flat=True)):
        _one(run, pk, acting, at=at)
    return _finished(run_id, at=at)


@transaction.atomic
def _one(run: Run, row_id: int, acting: Acting | None, *, at: datetime) -> None:
    """One case; the row is held meanwhile, so that nobody else does it too."""
    row = RunRow.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.result != Result.PENDING:
        return
    try:
        with transaction.atomic():
            _act(run, row, acting, at=at)
    except (Refused, MoveNotAllowed) as refusal:
        row.result, row.code, row.said = Result.REFUSED, refusal.code, str(refusal)[:300]
    row.save()


def _act(run: Run, row: RunRow, acting: Acting | None, *, at: datetime) -> None:
    if acting is None or not deeds.deed_of(run).may(acting):
        raise NotYours
    if not Case.objects.visible_to(acting.scope).filter(pk=row.case_id).exists():
        raise NotYours
    case = Case.objects.lock(row.case_id)
    row.unit_before, row.staff_before = case.handler_unit_id, case.handler_id
    deeds.act(run, case, seen=row.seen, acting=acting, at=at)
    row.after = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    row.result = Result.DONE


@transaction.atomic
def _finished(run_id: int, *, at: datetime) -> Run:
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state == RunState.RUNNING and not run.rows.filter(result=Result.PENDING).exists():
        run.state, run.text, run.done_at = RunState.DONE, "", at
        run.undo_until = at + UNDO_WITHIN if deeds.deed_of(run).undoes else None
        run.save()
    return run
