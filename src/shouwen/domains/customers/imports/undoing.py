"""Take a batch of customers or accounts back: what nobody uses goes, what was replaced comes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from shouwen.domains.customers import indexing
from shouwen.domains.customers.events import AccountTakenBack, CustomerTakenBack
from shouwen.domains.customers.imports import accounts, people
from shouwen.domains.customers.imports.plans import Plan
from shouwen.domains.customers.imports.shapes import KINDS
from shouwen.domains.customers.models import Customer, CustomerWords, ServiceAccount
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import queries
from shouwen.platform.exchange.models import Batch, Before
from shouwen.platform.exchange.organisation import Undone
from shouwen.platform.journal.actions import Fact, record_set
from shouwen.platform.journal.queries import told_by, touched
from shouwen.platform.org import queries as org

SET = 2_000
MADE = {"customer": ["customers.customer.registered"], "line": ["customers.account.opened"]}
Renamed = Callable[[Collection[int]], object]


def undo(batch: Batch, plan: Plan, *, renamed: Renamed, by: Actor, at: datetime) -> Undone:
    """撤销导入: customers it brought and nobody used since are removed, replaced values restored.

    Works in sets, so a stopped undo can be started again; what is left is named by its number.
    """
    kind, result, left = KINDS[plan.profile.shape.name], Undone(), set[int]()
    own = by.within(batch.pk)
    replaced = queries.replaced(batch.pk)
    for start in range(0, len(replaced), SET):
        part = replaced[start : start + SET]
        left |= _restored(part, plan, kind, result, renamed, by=own, at=at)
    ids = queries.subjects_of(batch.pk, kind)
    for start in range(0, len(ids), SET):
        left |= _removed(ids[start : start + SET], batch, kind, result, by=own, at=at)
    result.left = sorted(queries.keys_of(plan.profile.source, kind, left).values())
    exchange.undone(
        batch, voided=result.voided, restored=result.restored, left=len(left), by=by, at=at
    )
    return result


@transaction.atomic
def _removed(
    ids: Sequence[int], batch: Batch, kind: str, result: Undone, *, by: Actor, at: datetime
) -> set[int]:
    """Those that are still in use; what was here before the batch is only forgotten."""
    made = told_by(batch.pk, kind, ids, MADE[kind])
    used = touched(kind, sorted(made), since=batch.journal_from or 0)
    free = _unused(kind, made - used)
    gone = sorted(free.values_list("pk", flat=True))
    holders = set[int]()
    if kind == "customer":
        CustomerWords.objects.filter(pk__in=gone).delete()
        Customer.objects.filter(pk__in=gone).delete()
        said: type[CustomerTakenBack | AccountTakenBack] = CustomerTakenBack
    else:
        lines = ServiceAccount.objects.filter(pk__in=gone)
        holders = set(lines.values_list("customer_id", flat=True))
        lines.delete()
        said = AccountTakenBack
    indexing.refresh(sorted(holders))
    events = [said(subject=Subject(kind, pk)) for pk in gone]
    if events:
        record_set([Fact(event, by=by, at=at) for event in events], react=False)
    exchange.forget(kind, [pk for pk in ids if pk not in made] + gone, batch=batch.pk)
    result.voided += len(gone)
    return made - set(gone)


def _unused(kind: str, ids: Collection[int]) -> QuerySet[Any]:
    """Those on which nothing hangs: no matter, no account, no consent, whatever table it stands in."""
    model: type[Any] = Customer if kind == "customer" else ServiceAccount
    found: QuerySet[Any] = model.objects.filter(pk__in=ids).select_for_update()
    for relation in model._meta.related_objects:
        table = relation.related_model
        if table is CustomerWords or relation.on_delete.__name__ == "DO_NOTHING":
            continue  # the words go with it; the history of rows stays
        hanging = table._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.filter(~Exists(hanging))
    return found


@transaction.atomic
def _restored(
    rows: Sequence[Before],
    plan: Plan,
    kind: str,
    result: Undone,
    renamed: Renamed,
    *,
    by: Actor,
    at: datetime,
) -> set[int]:
    """Those that do not say any more what the batch wrote; the others say again what they said before."""
    ids = [row.subject_id for row in rows]
    back: list[Before] = []
    if kind == "customer":
        held = {c.pk: c for c in Customer.objects.filter(pk__in=ids).select_for_update()}
        moved = []
        for row in rows:
            customer = held.get(row.subject_id)
            if customer is not None and _says(people.standing(customer), row.fields):
                back.append(row)
                moved.append((customer, _old(row)))
        people.write(moved, _units(back, "unit"))
        facts = [Fact(event, by=by, at=at) for event in people.corrections(moved)]
        words = {c.pk for c, _ in moved}
        renamed(words)
    else:
        facts, words = _accounts_restored(rows, plan, back, by=by, at=at)
    if facts:
        record_set(facts, react=False)
    indexing.refresh(sorted(words))
    exchange.put_back(back)
    result.restored += len(back)
    return set(ids) - {row.subject_id for row in back}


def _accounts_restored(
    rows: Sequence[Before], plan: Plan, back: list[Before], *, by: Actor, at: datetime
) -> tuple[list[Fact], set[int]]:
    ids = [row.subject_id for row in rows]
    held = {a.pk: a for a in ServiceAccount.objects.filter(pk__in=ids).select_for_update()}
    words = {a.customer_id for a in held.values()}
    keys = queries.keys_of(plan.holders, "customer", words)
    moved = []
    for row in rows:
        account = held.get(row.subject_id)
        current = accounts.standing(account, keys.get(account.customer_id)) if account else {}
        if account is not None and _says(current, row.fields):
            back.append(row)
            moved.append((account, _old(row)))
    named = [old["customer"] for _, old in moved if old.get("customer")]
    holders = {key: one.subject_id for key, one in queries.known(plan.holders, named).items()}
    accounts.write(moved, _units(back, "grid"), holders)
    events = accounts.corrections(moved)
    return [Fact(event, by=by, at=at) for event in events], words | {
        a.customer_id for a, _ in moved
    }


def _says(current: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Whether every field the batch wrote still says so; erased values cannot come back."""
    return bool(fields) and all(current.get(name) == pair[1] for name, pair in fields.items())


def _old(row: Before) -> dict[str, Any]:
    return {name: pair[0] for name, pair in row.fields.items()}


def _units(rows: Sequence[Before], name: str) -> dict[str | None, int | None]:
    codes = {code for row in rows if (code := _old(row).get(name))}
    return dict(org.unit_ids(codes).items())
