"""What reopening a case would do: to its limit, to whom, and until when it is possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.matching import matching
from shouwen.domains.cases.queries.terms import terms
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.choices import Reopening
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Reopened:
    """重开政策 of one case: ``again`` is what its new clock starts with; None where it gets no limit."""

    again: Reopening | None
    unit: str
    person: str
    until: datetime | None


def what_reopening_does(case: Case, *, at: datetime) -> Reopened:
    """As the dated rules say now; the matter goes back to whoever handled it."""
    limit = clocks.limit_for("resolution", matching(case), at)
    settled = case.closed_at or case.answered_at
    days = timedelta(days=terms(at=at).reopen_days)
    return Reopened(
        again=Reopening(limit.reopen) if limit is not None else None,
        unit=org.names([case.handler_unit_id]).get(case.handler_unit_id, ""),
        person=org.staff_names([case.handler_id]).get(case.handler_id or 0, ""),
        until=settled + days if settled is not None else None,
    )
