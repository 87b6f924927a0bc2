"""Which of our own limits an imported clock gets, when the profile lets them apply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.actions import ClockRow


class OwnLimits:
    """Limits looked up once per kind, category, channel and day; none at all unless ``applies``."""

    def __init__(self, *, applies: bool) -> None:
        self.applies = applies
        self._found: dict[tuple[Any, ...], tuple[int | None, int | None]] = {}

    def clock(
        self,
        kind: str,
        values: Mapping[str, Any],
        *,
        started_at: datetime,
        ended_at: datetime | None,
        instance: int = 1,
        due_at: datetime | None = None,
        void_cause: str | None = None,
    ) -> ClockRow:
        """A clock of the past: with its own due time, else our limit of that day, else neither."""
        limit, revision = (None, None)
        if due_at is None and self.applies:
            limit, revision = self._limit(kind, values, started_at)
        return ClockRow(
            kind=kind,
            basis="internal",
            instance=instance,
            limit_id=limit,
            revision_id=revision,
            given_due_at=due_at,
            carried_seconds=0,
            started_at=started_at,
            ended_at=ended_at,
            void_cause=void_cause,
        )

    def _limit(
        self, kind: str, values: Mapping[str, Any], at: datetime
    ) -> tuple[int | None, int | None]:
        match = {
            "subject": "case",
            "kind": values.get("kind"),
            "category": values.get("category") or "",
            "channel": values.get("channel") or "import",
        }
        key = (kind, *match.values(), at.date())
        if key not in self._found:
            limit = clocks.limit_for(kind, match, at)
            revision = None
            if limit is not None:
                newest = limit.calendar.revisions.order_by("-n").first()
                revision = newest.pk if newest else None
            self._found[key] = (limit.pk if limit else None, revision)
        return self._found[key]
