"""Imported cases corrected by a later file, and taken back with their batch; in sets, silently."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.domains.cases.actions.finding import reindex
from shouwen.domains.cases.actions.history import CaseHistory, HistoryEntry, finished_at
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.events import CaseCorrected, CaseVoided
from shouwen.domains.cases.models import KIND, Case
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access.masking import mask_within
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.clocks.actions import MatterHistory
from shouwen.platform.journal import actions as journal
from shouwen.platform.journal.actions import Text

CAUSE = "import_correction"
STRUCTURE = (
    "state", "instance", "owner_unit_id", "handler_unit_id", "handler_id", "opened_at", "answered_at",
    "closed_at", "archived_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a later file says otherwise about one case.

    ``fields`` names what moved, in the file's words; ``values`` are columns of the case. With a
    ``history`` holds and clocks are told anew (only for cases no live verb has touched), and
    ``entries`` are the further steps it tells.
    """

    case_id: int
    fields: Sequence[str]
    values: Mapping[str, Any] = field(default_factory=dict)
    history: CaseHistory | None = None
    entries: Sequence[HistoryEntry] = ()
    text: Text | None = None


@transaction.atomic
def correct_history(corrections: Sequence[Correction], *, by: Actor, at: datetime) -> None:
    """更正导入: move the named fields of these cases, each as one recorded correction."""
    if not corrections:
        return
    cases = Case.objects.select_for_update().order_by("pk")
    found = {c.pk: c for c in cases.filter(pk__in=[c.case_id for c in corrections])}
    names = {"version"}
    for correction in corrections:
        case = found[correction.case_id]
        values = {**correction.values, **_structure(correction.history)}
        for name, value in values.items():
            setattr(case, name, mask_within(value) if name == "title" else value)
        case.version += 1
        names.update(values)
    Case.objects.bulk_update(found.values(), sorted(names), batch_size=500)
    told = [(c.case_id, c.history) for c in corrections if c.history is not None]
    matters = [
        MatterHistory(
            subject=Subject(KIND, pk), owner_unit=h.owner_unit_id, holds=h.holds, clocks=h.clocks
        )
        for pk, h in told
    ]
    clocks.correct_history(matters, as_of=at, cause=CAUSE, by=by)
    reindex([c.case_id for c in corrections if "title" in c.values])
    journal.append(row for c in corrections for row in _lines(c, by=by, at=at))


def _structure(history: CaseHistory | None) -> dict[str, Any]:
    if history is None:
        return {}
    values = {name: getattr(history, name) for name in STRUCTURE}
    return {**values, "finished_at": finished_at(history)}


def _lines(correction: Correction, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    subject = Subject(KIND, correction.case_id)
    steps = [
        journal.raw(subject, e.kind, dict(e.facts), by=by, at=e.at, text=e.text)
        for e in correction.entries
    ]
    h = correction.history
    event = CaseCorrected(
        subject=subject,
        fields=tuple(correction.fields),
        state=h.state if h else None,
        answered_at=h.answered_at if h else None,
        closed_at=h.closed_at if h else None,
        unit_id=h.handler_unit_id if h else None,
    )
    return [*steps, journal.row(event, by=by, at=at, text=correction.text)]


@transaction.atomic
def void_history(case_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """撤销导入: strike cases that should not have come in; out of every figure, kept in the journal."""
    cases = list(
        Case.objects.select_for_update()
        .filter(pk__in=case_ids)
        .exclude(state__in=[CaseState.VOID, CaseState.MERGED])
        .order_by("pk")
    )
    if not cases:
        return
    lines = [
        journal.row(CaseVoided(subject=case.subject, from_state=case.state), by=by, at=at)
        for case in cases
    ]
    for case in cases:
        case.state, case.closed_at = CaseState.VOID, case.closed_at or at
        case.version += 1
    Case.objects.bulk_update(cases, ["state", "closed_at", "version"], batch_size=1_000)
    clocks.void_all(KIND, [c.pk for c in cases], cause=CaseState.VOID.value, by=by, at=at)
    journal.append(lines)
