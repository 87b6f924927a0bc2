"""保存期限提案 that wait to be confirmed, and how much each would reach."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.privacy.models import Proposal, Rule
from shouwen.domains.privacy.queries.due import Due, due

SHOWN = 20


def proposals() -> list[Proposal]:
    """Those that wait; the oldest first."""
    return list(
        Proposal.objects.filter(decided_at=None).select_related("by__staff").order_by("pk")[:SHOWN]
    )


def affected(row: Proposal, *, at: datetime, limit: int) -> Due | None:
    """预览: what such a rule would take were it in force now; None where it keeps for ever."""
    if not row.months:
        return None
    rule = Rule(
        code=row.code, what=row.what, kinds=row.kinds, months=row.months, basis=row.basis,
        since=row.since,
    )  # fmt: skip
    return due(rule, at=at, limit=limit)
