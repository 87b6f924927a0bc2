"""Take a batch of units or people back: close what it made, restore what it replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange import queries
from shouwen.platform.exchange.models import Batch, Before
from shouwen.platform.exchange.organisation.staff import changed_post, told
from shouwen.platform.exchange.organisation.units import settled
from shouwen.platform.exchange.remembered import MARK
from shouwen.platform.journal.queries import told_by, touched
from shouwen.platform.org import actions as org
from shouwen.platform.org import queries as units
from shouwen.platform.org.queries import StaffCard

MADE = {
    "unit": ("org.unit.created", "org.unit.reopened"),
    "staff": ("org.staff.hired", "org.staff.returned"),
}


@dataclass(slots=True)
class Undone:
    """What became of a batch taken back; ``left`` names units by code, people by number."""

    voided: int = 0
    restored: int = 0
    left: list[str] = field(default_factory=list)


@transaction.atomic
def undo(batch: Batch, kind: str, *, by: Actor, at: datetime) -> Undone:
    """撤销导入: units it made are closed and people it made leave, unless somebody worked on them since.

    What was here before the batch is only forgotten. Closed units and people who left come again
    when their rows are imported again.
    """
    result, left = Undone(), set[int]()
    own = by.within(batch.pk)
    for row in queries.replaced(batch.pk):
        if _restored(row, batch, by=own, at=at):
            exchange.put_back([row])
            result.restored += 1
        else:
            left.add(row.subject_id)
    ids = queries.subjects_of(batch.pk, kind)
    made = told_by(batch.pk, kind, ids, MADE[kind])
    exchange.forget(kind, [pk for pk in ids if pk not in made], batch=batch.pk)
    gone = _closed(kind, sorted(made), batch, by=own, at=at)
    exchange.forget(kind, gone, batch=batch.pk)
    left |= made - set(gone)
    result.voided, result.left = len(gone), _called(kind, left, at)
    exchange.undone(
        batch, voided=result.voided, restored=result.restored, left=len(left), by=by, at=at
    )
    return result


def _closed(kind: str, ids: Sequence[int], batch: Batch, *, by: Actor, at: datetime) -> list[int]:
    """Those that could be closed; lower units first, since an upper one must be empty."""
    since = batch.journal_from or 0
    worked_on = touched(kind, ids, since=since)
    if kind == "staff":
        worked_on |= _used(ids, since, at)
    nodes = units.tree().nodes
    order = sorted(ids, key=lambda pk: -nodes[pk].depth) if kind == "unit" else ids
    return [pk for pk in order if pk not in worked_on and _close(kind, pk, by=by, at=at)]


def _used(ids: Sequence[int], since: int, at: datetime) -> set[int]:
    """People whose account somebody has used or changed."""
    accounts = {
        card.account_id: card.id
        for card in units.staff_cards(ids=ids, at=at)
        if card.account_id is not None
    }
    return {accounts[pk] for pk in touched("account", list(accounts), since=since)}


def _close(kind: str, pk: int, *, by: Actor, at: datetime) -> bool:
    try:
        with transaction.atomic():
            if kind == "unit":
                org.deactivate_unit(pk, by=by, at=at)
            else:
                org.leave(pk, by=by, at=at)
    except Refused:
        return False
    return True


def _restored(row: Before, batch: Batch, *, by: Actor, at: datetime) -> bool:
    """Put the replaced values back, where nobody worked since and they are still kept."""
    own = {batch.pk, *queries.undone_since(batch.pk)}
    since = batch.journal_from or 0
    worked_on = touched(row.subject_kind, [row.subject_id], since=since, but_batches=own)
    old = {name: pair[0] for name, pair in row.fields.items()}
    if worked_on or not old or any(str(v).startswith(MARK) for v in old.values()):
        return False
    new = {name: pair[1] for name, pair in row.fields.items()}
    try:
        with transaction.atomic():
            _put_back(row, old, new, by=by, at=at)
    except Refused:
        return False
    return True


def _put_back(
    row: Before, old: Mapping[str, Any], new: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    if row.subject_kind == "unit":
        org.correct_unit(row.subject_id, settled(old), by=by, at=at)
        return
    held = {**(row.row or {}), **old}
    former, place = changed_post(old, new, held)
    day = date.fromisoformat(old["active_from"]) if old.get("active_from") else None
    words = {name: value for name, value in told(old, day).items() if name != "login"}
    org.correct_staff(row.subject_id, words, former=former, place=place, by=by, at=at)


def _called(kind: str, ids: set[int], at: datetime) -> list[str]:
    if kind == "unit":
        return sorted(units.codes(ids).values())
    cards: list[StaffCard] = units.staff_cards(ids=ids, at=at)
    return [card.number for card in cards]
