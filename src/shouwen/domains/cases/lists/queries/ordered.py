"""The orders of a list that the case itself carries: urges, last change, opening, and the end of ended ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shouwen.domains.cases.choices import ENDED, OPEN
from shouwen.domains.cases.lists.queries.narrowing import Filters, Sql
from shouwen.domains.cases.lists.queries.tabs import (
    CHANGED,
    DUE,
    OLDEST,
    OPENED,
    URGES,
    Key,
    View,
    bounds,
    by_clock,
)
from shouwen.domains.cases.models import KIND
from shouwen.platform.access.scope import Scope

FEW_UNITS = 50
OPEN_SQL = ",".join(f"'{s.value}'" for s in sorted(OPEN))
ENDED_SQL = ",".join(f"'{s.value}'" for s in sorted(ENDED))
Statement = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Way:
    """How a list is walked: by what, the greatest first or last, and whether each unit has an index of it."""

    by: str
    greatest_first: bool = True
    per_unit: bool = False

    def direction(self, *, back: bool) -> str:
        return "DESC" if self.greatest_first != back else "ASC"

    def beyond(self, key: Key | None, back: bool, sql: Sql) -> list[str]:
        """The rows after this place, or those before it."""
        if key is None:
            return []
        sql.params.update(key_at=key.at, key_id=key.id)
        sign = "<" if self.direction(back=back) == "DESC" else ">"
        return [f"({self.by}, c.id) {sign} (%(key_at)s, %(key_id)s)"]


_ENDING = Way("c.closed_at", per_unit=True)
_WAYS = {
    URGES: Way("(c.urges * -1)", greatest_first=False),  # of equals the one that waits longest
    CHANGED: Way("c.changed_at"),
    OPENED: Way("c.opened_at", per_unit=True),
    OLDEST: Way("c.opened_at", greatest_first=False),
}


def way_of(view: View) -> Way:
    return _ENDING if view.closed and view.order == DUE else _WAYS[view.order]


def ordered(
    view: View,
    scope: Scope,
    f: Filters,
    person: int | None,
    key: Key | None,
    back: bool,
    n: int,
) -> Statement:
    """A page by walking the index of the order; a few units are merged from one range each."""
    sql, way = Sql({"n": n}), way_of(view)
    parts = (
        [f"c.state IN ({ENDED_SQL})", "c.closed_at IS NOT NULL"]
        if view.closed
        else [f"c.state IN ({OPEN_SQL})", *by_clock(view, person, sql)]
    )
    narrowed = sql.case_filters(f)
    where = " AND ".join([*parts, *filter(None, [narrowed]), *way.beyond(key, back, sql)])
    to = way.direction(back=back)

    def ranged(condition: str) -> str:
        return (
            f"(SELECT c.id, {way.by} AS place FROM cases_case c WHERE {where} AND {condition}"
            f" ORDER BY {way.by} {to}, c.id {to} LIMIT %(n)s)"
        )

    if scope.everything:
        source = ranged("true")
    elif way.per_unit and len(scope.units) <= FEW_UNITS:
        sql.params["units"] = sorted(scope.units)
        source = (
            "(SELECT DISTINCT m.id, m.place FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
            f" ({ranged('c.handler_unit_id = u')} UNION ALL {ranged('c.owner_unit_id = u')}) m)"
        )
    else:
        sql.params["units"] = sorted(scope.units)
        source = ranged(
            "(c.handler_unit_id + 0 = ANY(%(units)s::bigint[])"
            " OR c.owner_unit_id + 0 = ANY(%(units)s::bigint[]))"
        )
    return _in_order(source, to), sql.params


def among(ids: list[int], view: View, key: Key | None, back: bool, n: int) -> Statement:
    """A page of these cases alone: fetched, then sorted."""
    if view.order == DUE and not view.closed:
        return _by_due(ids, view, key, back, n)
    sql, way = Sql({"ids": ids, "n": n}), way_of(view)
    to = way.direction(back=back)
    where = " AND ".join(["true", *way.beyond(key, back, sql)])
    source = (
        f"(SELECT c.id, {way.by} AS place FROM (SELECT * FROM cases_case"
        f" WHERE id = ANY(%(ids)s::bigint[]) OFFSET 0) c WHERE {where})"
    )
    return _in_order(source, to), sql.params


def _in_order(source: str, to: str) -> str:
    return (
        f"SELECT id, NULL::bigint, place, id FROM {source} page"
        f" ORDER BY place {to}, id {to} LIMIT %(n)s"
    )


def _by_due(ids: list[int], view: View, key: Key | None, back: bool, n: int) -> Statement:
    """In the order of their front clocks."""
    sql = Sql({"kind_of": KIND, "ids": ids, "n": n})
    bounded, way = bounds(view, key, back, sql), "DESC" if back else "ASC"
    conditions = ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
    conditions.append("k.subject_id = ANY(%(ids)s::bigint[])")
    where = " AND ".join([*conditions, *filter(None, [bounded])])
    return (
        f"SELECT k.subject_id, k.id, k.sort_at, k.id FROM clocks_clock k WHERE {where}"
        f" ORDER BY k.sort_at {way}, k.id {way} LIMIT %(n)s",
        sql.params,
    )
