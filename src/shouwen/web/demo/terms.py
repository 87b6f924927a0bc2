"""The rules that history is recorded by: limits, and the window in which a second urge counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from shouwen.domains.cases.queries import terms
from shouwen.domains.cases.queries.matching import area_of
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.actions import ClockRow, HoldRow
from shouwen.platform.clocks.choices import Basis, Reopening, VerdictKind
from shouwen.platform.clocks.models import Clock
from shouwen.platform.clocks.reckoning import HoldLike, Reckoner, stretches
from shouwen.platform.org import queries as org


class Terms:
    """What is in force at ``at``; read once for a whole batch."""

    def __init__(self, at: datetime) -> None:
        self.urge_window = timedelta(minutes=terms(at=at).urge_window_minutes)
        self.limits = limits.rules()
        self.tree = org.tree()

    def clock(
        self,
        kind: str,
        basis: str,
        row: Mapping[str, Any],
        *,
        at: datetime,
        grid: int | None = None,
        earlier: ClockRow | None = None,
        holds: Sequence[HoldRow] = (),
    ) -> ClockRow | None:
        """A clock of this case that starts at ``at``, with the limit that fits; ``grid`` is its account's.

        A legal clock without a limit of the law is none. Where the limit says so, it goes on with
        what the ``earlier`` instance has used.
        """
        owner = row["owner_unit_id"]
        match = {
            "subject": "case",
            "kind": row["kind"],
            "category": row["category"],
            "channel": row["channel"],
            "unit": owner,
            "area": area_of(row["extra"], grid=grid, unit=row["handler_unit_id"], tree=self.tree),
        }
        path = self.tree.nodes[owner].path
        limit = self.limits.choose(kind, basis, match, at, path=path)
        if limit is None and basis == Basis.LEGAL:
            return None
        carried = 0.0
        if limit is not None and limit.reopen == Reopening.CONTINUE and earlier is not None:
            carried = _reckoner(earlier, holds).to_carry()
        return ClockRow(
            kind=kind,
            basis=basis,
            instance=row["instance"],
            limit_id=limit.id if limit else None,
            revision_id=limit.revision_id if limit else None,
            carried_seconds=carried,
            started_at=at,
        )

    def late(self, row: ClockRow, holds: Sequence[HoldRow]) -> bool:
        """Whether a clock that has ended was overdue then."""
        assert row.ended_at is not None
        found = _reckoner(row, holds).judge(row.ended_at)
        return found is not None and found.verdict == VerdictKind.BREACHED


def _reckoner(row: ClockRow, holds: Sequence[HoldRow]) -> Reckoner:
    clock = Clock(
        kind=row.kind,
        basis=row.basis,
        instance=row.instance,
        limit_id=row.limit_id,
        revision_id=row.revision_id,
        given_due_at=row.given_due_at,
        carried_seconds=row.carried_seconds,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
    return Reckoner(clock, stretches(cast("Sequence[HoldLike]", holds)))
