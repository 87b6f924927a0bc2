"""What a run would do, whom it would suit, and how it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from shouwen.domains.bulk.choices import MOST, Result, RunState
from shouwen.domains.bulk.deeds import Deed, deed_of
from shouwen.domains.bulk.models import Run, RunRow
from shouwen.domains.cases.errors import NotPossibleNow, NotWaiting
from shouwen.domains.cases.lifecycle import LIFECYCLE
from shouwen.domains.cases.models import KIND, Case
from shouwen.domains.cases.queries import workload
from shouwen.domains.cases.queries.workload import Load
from shouwen.domains.macros.choices import IF_NEEDED
from shouwen.kernel.errors import Refused
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.models import Clock
from shouwen.platform.org import queries as org
from shouwen.platform.org.tree import tree
from shouwen.platform.rosters import queries as rosters


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One case of a preview; ``refusal`` says why the verb would be refused now."""

    case: Case
    refusal: Refused | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do if it began now."""

    rows: list[PreviewRow]
    missing: int

    @property
    def refused(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.refusal]

    @property
    def possible(self) -> int:
        return len(self.rows) - len(self.refused)

    @property
    def versions(self) -> str:
        """Which cases in which version were shown, for the form."""
        return ",".join(f"{row.case.pk}:{row.case.version}" for row in self.rows)


def preview(deed: Deed, ids: Collection[int], *, scope: Scope) -> Preview:
    """预览: which of these cases are there, and which of its verbs would be refused as they stand."""
    wanted = sorted(set(ids))[:MOST]
    cases = list(Case.objects.visible_to(scope).filter(pk__in=wanted).order_by("pk"))
    waiting = _waiting([c.pk for c in cases]) if {"wait", "resume"} & set(deed.verbs) else set()
    rows = [PreviewRow(case, _refusal(deed, case, case.pk in waiting)) for case in cases]
    return Preview(rows, missing=len(wanted) - len(cases))


def _waiting(ids: Sequence[int]) -> set[int]:
    front = Clock.objects.front().filter(subject_kind=KIND, subject_id__in=ids)
    return {clock.subject_id for clock in front if clock.is_waiting}


def _refusal(deed: Deed, case: Case, waiting: bool) -> Refused | None:
    """The first of the verbs that would be refused, each looked at in the state the one before leaves."""
    state = case.state
    for verb in deed.verbs:
        possible = verb in LIFECYCLE.available(state)
        if verb in IF_NEEDED and not possible:
            continue
        if not possible or (verb == "wait" and waiting):
            return NotPossibleNow(verb, state)
        if verb == "resume" and not waiting:
            return NotWaiting()
        state = LIFECYCLE.after(state, verb)
    return None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """建议: to whom the ticked cases could go; ``load`` is what the person has in hand."""

    unit_id: int
    unit: str
    staff_id: int | None
    staff: str
    load: Load


def suggestion(cases: Sequence[Case], *, at: datetime) -> Suggestion | None:
    """The unit most of them are at, and of its people on duty the one with the least in hand.

    Whoever has most of them already is not suggested.
    """
    if not cases:
        return None
    unit_id = Counter(c.handler_unit_id for c in cases).most_common(1)[0][0]
    node = tree().nodes.get(unit_id)
    if node is None or not node.active:
        return None
    busy = Counter(c.handler_id for c in cases).most_common(1)[0][0]
    there = {p.staff_id: p.name for p in rosters.on_duty(unit_id, at=at) if p.unit_id == unit_id}
    there.pop(busy or 0, None)
    members = set(org.members([unit_id], at=at).values_list("pk", flat=True))
    free = [staff for staff in there if staff in members]
    loads = workload.in_hand(free, at=at)
    best = min(free, key=lambda s: (loads.get(s, Load()).open, s), default=None)
    unit = f"{node.name} ({node.code})"
    return Suggestion(unit_id, unit, best, there.get(best or 0, ""), loads.get(best or 0, Load()))


def of_account(acting: Acting) -> QuerySet[Run]:
    """The reader's own runs, the newest first; nobody else sees them."""
    return Run.objects.filter(account_id=acting.account.pk).order_by("-at", "-pk")


def counts(run: Run) -> dict[str, int]:
    """How many cases of the run have which result."""
    found = RunRow.objects.filter(run=run).values_list("result").annotate(Count("pk")).order_by()
    return {result.value: 0 for result in Result} | dict(found)


def undoable(run: Run, *, at: datetime) -> bool:
    """Whether the run can be taken back now."""
    return (
        deed_of(run).undoes != ""
        and run.state == RunState.DONE
        and run.undo_until is not None
        and at <= run.undo_until
    )
