"""A row that changed since it was imported: only the fields that moved move, as one correction.

A field that people have changed since is left and listed as conflict. State, times and unit are told
anew together, and only where no live verb has touched the case: the past is not rewritten under
somebody's hands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.actions import CaseHistory, Correction, HistoryEntry
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.imported import standing_cases
from shouwen.domains.imports.registers import logs
from shouwen.domains.imports.registers.incoming import KIND, Incoming, Run
from shouwen.domains.imports.registers.matters import Plain
from shouwen.domains.imports.registers.places import NOBODY, Party, holder_of
from shouwen.domains.imports.registers.rows import IMPORT
from shouwen.domains.imports.registers.shapes import PERSONAL, WORDS
from shouwen.platform.exchange import actions as exchange
from shouwen.platform.exchange.actions import Remark, Replaced, Seen
from shouwen.platform.exchange.choices import Weight
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.remembered import same
from shouwen.platform.journal.actions import Text
from shouwen.platform.journal.queries import touched

COLUMNS = {
    "kind": "",
    "category": "",
    "channel": IMPORT,
    "title": None,
    "urges": 0,
    "returns": 0,
    "reassignments": 0,
    "reopens": 0,
}
"""Fields that are one column of the case, with what an empty cell leads to."""
EXTRA = "extra."
CUSTOMER = PERSONAL | {"customer_tier"}


@dataclass(slots=True)
class Change:
    """One changed matter: what moves, and what is left alone and why."""

    m: Incoming
    old: Plain
    new: Plain
    values: dict[str, Any] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    structure: list[str] = field(default_factory=list)
    text: Text | None = None
    party: Party = NOBODY


def correct(run: Run, changed: Sequence[Incoming]) -> None:
    """Apply the changed rows of a set; counts and remarks go to the run."""
    ids = [m.before.subject_id for m in changed if m.before is not None]
    held = standing_cases(ids)
    worked_on = touched(KIND, ids)
    changes = [
        _compare(run, m, held[m.before.subject_id], m.before.subject_id in worked_on)
        for m in changed
        if m.before is not None
    ]
    for change in changes:
        _count(run, change)
    if run.batch is None:
        return
    moving = [c for c in changes if c.moved]
    cases.correct_history(
        [_correction(run, c) for c in moving], by=run.by.within(run.batch), at=run.at
    )
    exchange.replace([_replaced(c) for c in moving], source=run.source, kind=KIND, batch=run.batch)
    exchange.remember(
        [], [_seen(c) for c in changes], source=run.source, kind=KIND, batch=run.batch
    )


def _compare(run: Run, m: Incoming, case: Case, worked_on: bool) -> Change:
    old, new = _fields(m.before.row if m.before else None), _fields(m.remembered)
    change = Change(m, old, new, party=holder_of(case))
    for name in sorted({*old, *new}):
        before, now = old.get(name), new.get(name)
        if same(before, now):
            continue
        if name in CUSTOMER or (m.before is not None and m.before.row is None):
            change.left[name] = "fixed"
        elif name in WORDS:
            _words(change, m, name)
        elif name in COLUMNS and not (m.told and name in logs.COUNTERS):
            _column(change, case, name, before, now)
        elif name.startswith(EXTRA):
            _extra(change, case, name, before, now)
        elif name == "unit_name":
            continue
        elif worked_on:
            change.left[name] = "touched"
        else:
            change.structure.append(name)
            change.moved.append(name)
    if m.told and not change.structure and not worked_on:
        change.structure.append("at")
        change.moved.append("at")
    return change


def _fields(row: Any) -> Plain:
    """The fields of a remembered row; of a log those of the matter as last told."""
    if row is None:
        return {}
    return logs.latest(logs.restored(row)) if isinstance(row, list) else dict(row)


def _column(change: Change, case: Case, name: str, before: Any, now: Any) -> None:
    """A field of its own: it moves unless people have changed it."""
    empty = COLUMNS[name]
    if before is not None and not same(before, getattr(case, name)):
        change.left[name] = "touched"
    elif now is not None or empty is not None:
        change.values[name] = empty if now is None else now
        change.moved.append(name)


def _extra(change: Change, case: Case, name: str, before: Any, now: Any) -> None:
    key = name.removeprefix(EXTRA)
    extra = change.values.get("extra", dict(case.extra))
    if not same(before, case.extra.get(key)):
        change.left[name] = "touched"
        return
    if now is None:
        extra.pop(key, None)
    else:
        extra[key] = now
    change.values["extra"] = extra
    change.moved.append(name)


def _words(change: Change, m: Incoming, name: str) -> None:
    """New words are added to the journal; the old ones stay where they were said."""
    change.moved.append(name)
    body = m.reading.values.get(name) if m.reading else None
    if body:
        change.text = Text(body, purpose="answer" if name == "answer" else "request")


def _count(run: Run, change: Change) -> None:
    if change.moved:
        run.counts.updated += 1
    else:
        run.counts.unchanged += 1
    if change.left:
        run.counts.conflicts += 1
    rules = run.plan.profile
    for name, code in change.left.items():
        is_extra = name.startswith(EXTRA)
        rule = rules.extra.get(name.removeprefix(EXTRA)) if is_extra else rules.rules.get(name)
        column = " + ".join(rule.columns) if rule and rule.columns else name
        value = "" if name in CUSTOMER else str(change.new.get(name) or "")
        problem = Problem(code, change.m.row_no, column, value, {"field": name})
        run.remarks.append(Remark(problem, Weight.CONFLICT))


def _correction(run: Run, change: Change) -> Correction:
    m = change.m
    assert m.before is not None
    history: CaseHistory | None = None
    entries: Sequence[HistoryEntry] = ()
    if change.structure:
        history, entries = _told_anew(run, change)
        if m.told:
            change.values |= {n: getattr(history, n) for n in logs.COUNTERS}
    return Correction(
        case_id=m.before.subject_id,
        fields=change.moved,
        values=change.values,
        history=history,
        entries=entries,
        text=change.text,
    )


def _told_anew(run: Run, change: Change) -> tuple[CaseHistory, Sequence[HistoryEntry]]:
    m = change.m
    if not m.told:
        return run.history_of(m, change.party), ()
    before = m.before.row if m.before else None
    history, _irregular = run.history_of_log(m.told, change.party)
    if not before or m.remembered[: len(before)] != before:
        return history, ()
    past, _irregular = run.history_of_log(logs.restored(before), change.party)
    return history, tuple((history.entries or ())[len(past.entries or ()) :])


def _replaced(change: Change) -> Replaced:
    before = change.m.before
    assert before is not None
    moved: Mapping[str, Any] = {
        name: [change.old.get(name), change.new.get(name)] for name in change.moved
    }
    return Replaced(
        subject_id=before.subject_id, fields=moved, row=before.row, row_hash=before.row_hash
    )


def _seen(change: Change) -> Seen:
    m = change.m
    assert m.before is not None
    return Seen(
        key=m.key,
        subject_id=m.before.subject_id,
        row_hash=m.row_hash,
        row=m.encoded if m.before.row is not None else None,
    )
