"""The tabs of the case list: what each holds, in which order, and how a place in it is named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shouwen.domains.cases.lists.queries.narrowing import Filters, Sql
from shouwen.domains.cases.models import KIND
from shouwen.platform.clocks.choices import SOON

DUE, URGES, CHANGED, OPENED, OLDEST = "due", "urges", "changed", "opened", "oldest"
"""The orders of a list: shortest time left, most urged, last changed, newest, longest waiting customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One tab: over open matters by clock, or over ended ones by the day of their end."""

    key: str
    closed: bool = False
    mine: bool = False
    due_from: datetime | None = None
    due_before: datetime | None = None
    urged: bool = False
    to_escalate: bool = False
    angry: bool = False
    waiting: tuple[str, ...] = ()
    order: str = DUE

    def narrowing(self, filters: Filters) -> Filters:
        """The filters of the reader and those of the tab."""
        return replace(
            filters,
            urged=filters.urged or self.urged,
            to_escalate=filters.to_escalate or self.to_escalate,
            angry=filters.angry or self.angry,
        )


def views(*, at: datetime) -> list[View]:
    """The tabs of the case list, in their order."""
    return [
        View(key="mine", mine=True),
        View(key="overdue", due_before=at),
        View(key="soon", due_from=at, due_before=at + SOON),
        View(key="urged", urged=True),
        View(key="angry", angry=True),
        View(key="escalate", to_escalate=True),
        View(key="open"),
        View(key="closed", closed=True),
    ]


@dataclass(frozen=True, slots=True)
class Key:
    """A place in a list: the last row seen, by what it is sorted by and its id."""

    at: datetime | int
    id: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page: the case, its front clock (None when ended) and its place."""

    case_id: int
    clock_id: int | None
    key: Key


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    more: bool  # beyond the end in the direction walked


def bounds(view: View, key: Key | None, back: bool, sql: Sql, *, alias: str = "k") -> str:
    """What a tab and a place in it ask of the front clock."""
    parts = []
    if view.due_from is not None:
        sql.params["due_from"] = view.due_from
        parts.append(f"{alias}.sort_at >= %(due_from)s")
    if view.due_before is not None:
        sql.params["due_before"] = view.due_before
        parts.append(f"{alias}.sort_at < %(due_before)s")
    if view.waiting:
        sql.params["waiting"] = list(view.waiting)
        parts.append(f"{alias}.waiting_for = ANY(%(waiting)s)")
    if key is not None:
        sql.params.update(key_at=key.at, key_id=key.id)
        parts.append(
            f"({alias}.sort_at, {alias}.id) {'<' if back else '>'} (%(key_at)s, %(key_id)s)"
        )
    return " AND ".join(parts)


def by_clock(view: View, person: int | None, sql: Sql) -> list[str]:
    """What a tab asks of the front clock, of a list that does not walk the clocks."""
    bounded = [bounds(view, None, False, sql)]
    if view.mine:
        sql.params["person"] = person
        bounded.append("k.person_id = %(person)s")
    if not (asked := " AND ".join(filter(None, bounded))):
        return []
    sql.params["kind_of"] = KIND
    return [
        "EXISTS (SELECT 1 FROM clocks_clock k WHERE k.subject_kind = %(kind_of)s"
        f" AND k.subject_id = c.id AND k.front AND k.ended_at IS NULL AND {asked})"
    ]
