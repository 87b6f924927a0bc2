"""How a test reads the two ledgers and the journal of a case."""

from __future__ import annotations

from shouwen.domains.cases.models import Case
from shouwen.platform.clocks.models import Clock, Hold
from shouwen.platform.journal.queries import timeline


def clocks_of(case: Case) -> dict[tuple[str, str, int], Clock]:
    return {
        (c.kind, c.basis, c.instance): c
        for c in Clock.objects.filter(subject_kind="case", subject_id=case.pk)
    }


def holds_of(case: Case) -> list[tuple[int, int | None, str, str, bool]]:
    rows = Hold.objects.filter(subject_kind="case", subject_id=case.pk).order_by("seq")
    return [(h.unit_id, h.person_id, h.waiting_for, h.reason, h.ends) for h in rows]


def running(case: Case) -> set[tuple[str, str, int]]:
    return {key for key, c in clocks_of(case).items() if c.ended_at is None}


def kinds(case: Case) -> list[str]:
    return [e.kind.removeprefix("cases.case.") for e in timeline(case.subject)]
