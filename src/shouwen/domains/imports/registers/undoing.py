"""Take a batch back: void what it brought, restore what it replaced, leave what people touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.actions import CaseHistory, Correction
from shouwen.domains.cases.queries.imported import brought_by, numbers_of, standing_cases
from shouwen.domains.customers import imports as customers
from shouwen.domains.imports.registers import logs, plans, rows, updates
from shouwen.domains.imports.registers.limits import OwnLimits
from shouwen.domains.imports.registers.matters import unstamp
from shouwen.domains.imports.registers.places import Party, People, Units, holder_of
from shouwen.domains.imports.registers.plans import Plan
from shouwen.domains.imports.registers.shapes import SHAPES, WORDS
from shouwen.kernel.actor import Actor
from shouwen.platform.access.acting import Acting
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import organisation, queries
from shouwen.platform.exchange.choices import BatchState
from shouwen.platform.exchange.errors import BatchAlreadyUndone, BatchRefused, BatchUnknown
from shouwen.platform.exchange.models import Batch, Before
from shouwen.platform.exchange.organisation import Undone
from shouwen.platform.exchange.profiles import Reading, build
from shouwen.platform.exchange.reading import Row
from shouwen.platform.journal.queries import touched

KIND = "case"
CASES_A_SET = 2_000


def undo(batch_id: int, *, by: Actor, at: datetime) -> Undone:
    """撤销导入: new cases are voided, replaced values restored; cases people touched stay as they are.

    Units and customers that the batch created stay. Works in sets, so a stopped undo can be started
    again. Units and people that a batch brought are closed instead. Raises BatchRefused for an unknown
    batch or one already undone.
    """
    batch = queries.batch(batch_id)
    if batch is None:
        raise BatchUnknown(batch=batch_id)
    if batch.state == BatchState.UNDONE:
        raise BatchAlreadyUndone(batch=batch_id)
    plan = plans.plan(build(batch.profile.spec, SHAPES, name=batch.profile.code))
    with exchange.alone(plan.profile.source):
        batch.refresh_from_db()
        if batch.state == BatchState.UNDONE:
            raise BatchAlreadyUndone(batch=batch_id)
        if isinstance(plan, organisation.Plan):
            return organisation.undo(batch, plan.profile.shape.name, by=by, at=at)
        if isinstance(plan, customers.Plan):
            return customers.undo(batch, plan, renamed=cases.reindex_customers, by=by, at=at)
        return _taken_back(batch, plan, by=by, at=at)


def permit(batch_id: int, acting: Acting) -> None:
    """Refuse the batch of somebody else, unless one sees everything, and one of a forbidden shape."""
    batch = queries.batch(batch_id)
    own = batch is not None and batch.account_id == acting.account.pk
    if batch is None or not (own or acting.scope.everything):
        raise BatchUnknown(batch=batch_id)
    plans.permit(build(batch.profile.spec, SHAPES, name=batch.profile.code), acting.may)


def _taken_back(batch: Batch, plan: Plan, *, by: Actor, at: datetime) -> Undone:
    batch_id, result, left = batch.pk, Undone(), set[int]()
    replaced = queries.replaced(batch_id)
    for start in range(0, len(replaced), CASES_A_SET):
        part = replaced[start : start + CASES_A_SET]
        left |= _restore(part, plan, batch, result, by=by, at=at)
    ids = brought_by(batch_id)
    for start in range(0, len(ids), CASES_A_SET):
        left |= _void(ids[start : start + CASES_A_SET], batch, result, by=by, at=at)
    result.left = numbers_of(left)
    exchange.undone(
        batch, voided=result.voided, restored=result.restored, left=len(left), by=by, at=at
    )
    return result


@transaction.atomic
def _void(ids: Sequence[int], batch: Batch, result: Undone, *, by: Actor, at: datetime) -> set[int]:
    worked_on = touched(KIND, ids)
    gone = [pk for pk in ids if pk not in worked_on]
    cases.void_history(gone, by=by.within(batch.pk), at=at)
    exchange.forget(KIND, gone, batch=batch.pk)
    result.voided += len(gone)
    return worked_on


@transaction.atomic
def _restore(
    replaced: Sequence[Before],
    plan: Plan,
    batch: Batch,
    result: Undone,
    *,
    by: Actor,
    at: datetime,
) -> set[int]:
    """Tell the cases as they were told before the batch, field by field, where nobody worked since."""
    ids = [r.subject_id for r in replaced]
    since, own = batch.journal_from or 0, {batch.pk, *queries.undone_since(batch.pk)}
    worked_on = touched(KIND, ids, since=since, but_batches=own)
    back = [r for r in replaced if r.subject_id not in worked_on and r.row is not None]
    units = Units(plan.units)
    units.learn([_values(r.row) for r in back], by=by, at=at)
    held = standing_cases([r.subject_id for r in back])
    corrections = [_correction(r, plan, units, holder_of(held.get(r.subject_id)), at) for r in back]
    cases.correct_history(corrections, by=by.within(batch.pk), at=at)
    exchange.put_back(back)
    result.restored += len(back)
    return {r.subject_id for r in replaced} - {r.subject_id for r in back}


def _values(row: Any) -> dict[str, Any]:
    """A remembered row as values again; of a log the fields of the matter."""
    plain = logs.latest(logs.restored(row)) if isinstance(row, list) else row
    return {
        name: unstamp(value) if name.endswith("_at") else value
        for name, value in plain.items()
        if not name.startswith(updates.EXTRA)
    }


def _correction(
    replaced: Before, plan: Plan, units: Units, party: Party, at: datetime
) -> Correction:
    old = {name: pair[0] for name, pair in replaced.fields.items()}
    values: dict[str, Any] = {}
    for name, value in old.items():
        if name in updates.COLUMNS and not isinstance(replaced.row, list):
            values[name] = updates.COLUMNS[name] if value is None else value
    plain = (
        logs.latest(logs.restored(replaced.row)) if isinstance(replaced.row, list) else replaced.row
    )
    if any(name.startswith(updates.EXTRA) for name in old):
        values["extra"] = _extra(plain)
    history = None
    if set(old) - set(updates.COLUMNS) - WORDS - {n for n in old if n.startswith("extra.")}:
        history = _history(replaced, plan, units, party, at)
        if isinstance(replaced.row, list):
            values |= {n: getattr(history, n) for n in logs.COUNTERS}
    return Correction(
        case_id=replaced.subject_id, fields=sorted(old), values=values, history=history
    )


def _extra(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name.removeprefix(updates.EXTRA): value
        for name, value in plain.items()
        if name.startswith(updates.EXTRA)
    }


def _history(replaced: Before, plan: Plan, units: Units, party: Party, at: datetime) -> CaseHistory:
    row: Any = replaced.row
    limits = OwnLimits(applies=plan.limits == "policy")
    if isinstance(row, list):
        told = logs.restored(row)
        made, _irregular = logs.history(
            told, plan, key="", units=units.ids, root=units.root, party=party, limits=limits
        )
        return made
    values: Mapping[str, Any] = _values(row)
    reading = Reading(Row(0, ()), values=dict(values))
    standing = rows.standing(reading, plan, at=at)
    if standing is None:  # it was readable when it was imported, and the profile is the same
        why = "; ".join(p.what() for p in reading.problems)
        raise BatchRefused(batch=replaced.batch_id, why=why)
    unit = units.id_of(values.get("unit")) or units.root or 0
    people = People()
    people.learn([values.get("handler")])
    return rows.history(
        values,
        _extra(row),
        standing,
        plan,
        key="",
        unit_id=unit,
        owner_unit_id=units.id_of(values.get("owner_unit")) or unit,
        handler_id=people.id_of(values.get("handler")),
        party=party,
        limits=limits,
        at=at,
    )
