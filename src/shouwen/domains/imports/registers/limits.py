"""Which of our own limits an imported clock gets, when the profile lets them apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.domains.cases.queries.matching import area_of
from shouwen.platform.clocks import limits
from shouwen.platform.clocks.actions import ClockRow
from shouwen.platform.clocks.choices import Basis
from shouwen.platform.org import queries as org


@dataclass(frozen=True, slots=True)
class Site:
    """Where a matter belongs: the units that own and have it, its account's grid, what its row says."""

    owner: int | None = None
    unit: int | None = None
    grid: int | None = None
    area: str = ""


NOWHERE = Site()


class OwnLimits:
    """Limits looked up once per kind, category, channel, place and day; none at all unless ``applies``."""

    def __init__(self, *, applies: bool) -> None:
        self.applies = applies
        self._found: dict[tuple[Any, ...], tuple[int | None, int | None]] = {}
        self._sites: dict[Site, tuple[str, Sequence[int]]] = {}

    @cached_property
    def _rules(self) -> limits.Rules:
        return limits.rules()

    @cached_property
    def _zones(self) -> list[ZoneInfo]:
        """Where calendars are kept: a limit begins at midnight there, not in UTC."""
        known = {terms.zone for found in self._rules.ordered.values() for terms in found}
        return [ZoneInfo(zone) for zone in sorted(known)]

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
        site: Site = NOWHERE,
    ) -> ClockRow:
        """A clock of the past: with its own due time, else our limit of that day, else neither."""
        limit, revision = (None, None)
        if due_at is None and self.applies:
            limit, revision = self._limit(kind, values, site, started_at)
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
        self, kind: str, values: Mapping[str, Any], site: Site, at: datetime
    ) -> tuple[int | None, int | None]:
        area, path = self._place(site)
        match = {
            "subject": "case",
            "kind": values.get("kind"),
            "category": values.get("category") or "",
            "channel": values.get("channel") or "import",
            "unit": site.owner,
            "area": area,
        }
        key = (kind, *match.values(), *(at.astimezone(zone).date() for zone in self._zones))
        if key not in self._found:
            terms = self._rules.choose(kind, Basis.INTERNAL.value, match, at, path=path)
            self._found[key] = (terms.id, terms.revision_id) if terms else (None, None)
        return self._found[key]

    def _place(self, site: Site) -> tuple[str, Sequence[int]]:
        """In town or in the country, and the units above; asked once per place."""
        if site not in self._sites:
            tree = org.tree()
            node = tree.nodes.get(site.owner or 0)
            area = area_of({"area": site.area}, grid=site.grid, unit=site.unit, tree=tree)
            self._sites[site] = (area, node.path if node else ())
        return self._sites[site]
