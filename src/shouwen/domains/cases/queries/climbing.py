"""升级: the step a case would be escalated to now, whom it reaches, and what was escalated by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.domains.customers.queries import Veil
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.events import StepFired
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.queries.climbing import TO_COME
from shouwen.platform.journal.queries import TimelineEntry
from shouwen.platform.notify.targets import find
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that comes next on the clock in front; ``at``: when it comes by itself."""

    clock: int
    clock_kind: str
    step: int
    at: datetime | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Escalated:
    """One escalation by hand: when, to which step, by whom, why."""

    at: datetime
    step: int
    who: str
    why: str


def next_step(case: Case, *, at: datetime) -> NextStep | None:
    """The next step of the ladder of the clock in front with the names it reaches now; None at the top."""
    clock = Clock.objects.front().filter(subject_kind=case.subject.kind, subject_id=case.pk).first()
    if clock is None or not case.is_open:
        return None
    plan = clocks.ladder_plan(clock, at=at)
    coming = next((alarm for alarm in plan if alarm.state in TO_COME), None)
    if coming is None:
        return None
    found = find(coming.to, case.subject, unit=clock.unit_id, person=clock.person_id, at=at)
    names = org.staff_names(found.people)
    return NextStep(clock.pk, clock.kind, coming.step, coming.at, tuple(sorted(names.values())))


def escalated(entries: Sequence[TimelineEntry], *, veil: Veil) -> list[Escalated]:
    """人工升级 among the entries of a case, in their order; ``veil`` covers the leader's words."""
    found = [e for e in entries if e.kind == StepFired.kind and e.facts.get("by_hand") is True]
    who = org.account_names({e.by_id for e in found})
    return [
        Escalated(e.at, int(e.facts["step"]), who.get(e.by_id or 0, ""), veil(e.body or ""))
        for e in found
    ]
