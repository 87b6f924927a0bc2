"""The lists of cases: one page by keyset, and how many there are, exact to a thousand.

Open lists walk ``clocks_clock`` (one front row a matter, earliest due first), closed lists walk
``cases_case``. There are two plans, chosen by the size of the scope: a few units are merged from one
index range each (a); a large scope is walked in order and filtered (b). The planner does not find (b)
by itself: ``unit_id + 0`` keeps it off the unit index.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from shouwen.domains.cases.choices import ENDED, OPEN
from shouwen.domains.cases.models import KIND
from shouwen.domains.cases.queries.narrowing import Filters, Sql
from shouwen.platform.access.scope import Scope

PAGE = 50
MOST = 1000  # counts are exact up to here
FEW_UNITS = 50
SORTED = 5000  # so many rare cases are sorted; of more, a walk by due time soon meets a page
SOON = timedelta(hours=2)
DUE, OPENED = "due", "opened"
"""The orders of an open list: the earliest due first, or the newest first."""
_OPEN = ",".join(f"'{s.value}'" for s in sorted(OPEN))
_ENDED = ",".join(f"'{s.value}'" for s in sorted(ENDED))


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
    """A place in a list: the last row seen, by its sort instant and id."""

    at: datetime
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


def page(
    view: View,
    *,
    scope: Scope,
    filters: Filters,
    person: int | None,
    after: Key | None = None,
    before: Key | None = None,
    n: int = PAGE,
) -> Page:
    """One page of a view within the scope; ``after`` and ``before`` walk on and back."""
    if (view.mine and person is None) or not (scope.everything or scope.units):
        return Page([], more=False)
    f = view.narrowing(filters)
    back = before is not None and after is None
    key = after or before
    with connection.cursor() as cursor:
        sought = f.rare and not (view.closed or view.mine or view.order == OPENED)
        few = _few(cursor, scope, f) if sought else None
        if few is not None:
            sql, params = _among(few, view, key, back, n + 1)
        else:
            build = _dated if view.closed or view.order == OPENED else _open
            sql, params = build(view, scope, f, person, key, back, n + 1)
        cursor.execute(sql, params)
        rows = [Row(case, clock, Key(at, pk)) for case, clock, at, pk in cursor.fetchall()]
    more, rows = len(rows) > n, rows[:n]
    return Page(rows[::-1] if back else rows, more)


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


def _open(
    view: View,
    scope: Scope,
    f: Filters,
    person: int | None,
    key: Key | None,
    back: bool,
    n: int,
) -> tuple[str, dict[str, Any]]:
    sql = Sql({"kind_of": KIND, "n": n})
    narrowed = sql.case_filters(f)
    joined = "JOIN cases_case c ON c.id = k.subject_id" if narrowed else ""
    bounded = bounds(view, key, back, sql)
    where = " AND ".join(
        ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
        + [part for part in (bounded, narrowed) if part]
    )
    way = "DESC" if back else "ASC"
    order = f"sort_at {way}, id {way}"

    def ranged(condition: str) -> str:
        return (
            f"(SELECT k.subject_id, k.id, k.sort_at FROM clocks_clock k {joined}"
            f" WHERE {where} AND {condition} ORDER BY k.sort_at {way}, k.id {way} LIMIT %(n)s)"
        )

    if view.mine:
        sql.params["person"] = person
        source = ranged(f"k.person_id = %(person)s AND {_within(scope, sql)}")
    elif scope.everything:
        source = ranged("true")
    elif len(scope.units) <= FEW_UNITS:
        sql.params["units"] = sorted(scope.units)
        source = (
            "(SELECT DISTINCT m.subject_id, m.id, m.sort_at FROM unnest(%(units)s::bigint[]) u"
            f" CROSS JOIN LATERAL ({ranged('k.unit_id = u')} UNION ALL"
            f" {ranged('k.owner_unit_id = u')}) m)"
        )
    else:
        source = ranged(_within(scope, sql))
    return (
        f"SELECT subject_id, id, sort_at, id FROM {source} page ORDER BY {order} LIMIT %(n)s",
        sql.params,
    )


def _within(scope: Scope, sql: Sql) -> str:
    """Handler or owner in scope, written so that no unit index is used for it."""
    if scope.everything:
        return "true"
    sql.params["units"] = sorted(scope.units)
    return (
        "(k.unit_id + 0 = ANY(%(units)s::bigint[])"
        " OR k.owner_unit_id + 0 = ANY(%(units)s::bigint[]))"
    )


def _dated(
    view: View,
    scope: Scope,
    f: Filters,
    person: int | None,
    key: Key | None,
    back: bool,
    n: int,
) -> tuple[str, dict[str, Any]]:
    """Ended cases by the day of their end, or any by that of their opening; newest first."""
    sql = Sql({"n": n})
    at = "opened_at" if view.order == OPENED else "closed_at"
    parts = (
        [f"c.state IN ({_ENDED})", "c.closed_at IS NOT NULL"]
        if view.closed
        else [f"c.state IN ({_OPEN})", *_by_clock(view, person, sql)]
    )
    if narrowed := sql.case_filters(f):
        parts.append(narrowed)
    if key is not None:
        sql.params.update(key_at=key.at, key_id=key.id)
        parts.append(f"(c.{at}, c.id) {'>' if back else '<'} (%(key_at)s, %(key_id)s)")
    where, way = " AND ".join(parts), "ASC" if back else "DESC"

    def ranged(condition: str) -> str:
        return (
            f"(SELECT c.id, c.{at} FROM cases_case c WHERE {where} AND {condition}"
            f" ORDER BY c.{at} {way}, c.id {way} LIMIT %(n)s)"
        )

    if scope.everything:
        source = ranged("true")
    elif len(scope.units) <= FEW_UNITS:
        sql.params["units"] = sorted(scope.units)
        source = (
            f"(SELECT DISTINCT m.id, m.{at} FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
            f" ({ranged('c.handler_unit_id = u')} UNION ALL {ranged('c.owner_unit_id = u')}) m)"
        )
    else:
        sql.params["units"] = sorted(scope.units)
        source = ranged(
            "(c.handler_unit_id + 0 = ANY(%(units)s::bigint[])"
            " OR c.owner_unit_id + 0 = ANY(%(units)s::bigint[]))"
        )
    return (
        f"SELECT id, NULL::bigint, {at}, id FROM {source} page ORDER BY {at} {way}, id {way}"
        " LIMIT %(n)s",
        sql.params,
    )


def _by_clock(view: View, person: int | None, sql: Sql) -> list[str]:
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


def counts(
    wanted: list[View], *, scope: Scope, filters: Filters, person: int | None
) -> dict[str, int]:
    """How many rows each view has, exact up to 1,000; 1,001 means more. One statement."""
    if not (scope.everything or scope.units):
        return {view.key: 0 for view in wanted}
    selects: list[str] = []
    params: dict[str, Any] = {}
    for i, view in enumerate(wanted):
        if view.mine and person is None:
            selects.append("0")
            continue
        f = view.narrowing(filters)
        if f.rare and not (view.closed or view.mine):
            text, own = _rare(scope, f, MOST + 1, view)
        elif view.closed or view.mine or scope.everything:
            view = replace(view, order=DUE)
            build = _dated if view.closed else _open
            text, own = build(view, scope, f, person, None, False, MOST + 1)
        else:
            text, own = _in_scope(view, scope, f)
        for name, value in own.items():
            text = text.replace(f"%({name})s", f"%(v{i}_{name})s")
            params[f"v{i}_{name}"] = value
        selects.append(f"(SELECT count(*) FROM ({text}) t)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", params)
        found = cursor.fetchone()
    return {view.key: n for view, n in zip(wanted, found, strict=True)}


def _in_scope(view: View, scope: Scope, f: Filters) -> tuple[str, dict[str, Any]]:
    """Open matters the scope handles, then those it only owns: no row twice, so nothing is sorted.

    Counting stops at the limit: at most about twice as many rows are looked at, however many there are.
    """
    sql = Sql({"kind_of": KIND, "units": sorted(scope.units), "n": MOST + 1})
    narrowed = sql.case_filters(f)
    joined = "JOIN cases_case c ON c.id = k.subject_id" if narrowed else ""
    conditions = ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
    where = " AND ".join([*conditions, *filter(None, (bounds(view, None, False, sql), narrowed))])
    each = (
        "SELECT 1 FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
        f" (SELECT 1 FROM clocks_clock k {joined} WHERE {where} AND {{}} OFFSET 0) m"
    )
    handled = each.format("k.unit_id = u")
    owned = each.format("k.owner_unit_id = u AND NOT k.unit_id = ANY(%(units)s::bigint[])")
    return f"({handled}) UNION ALL ({owned}) LIMIT %(n)s", sql.params


def _rare(scope: Scope, f: Filters, n: int, view: View | None = None) -> tuple[str, dict[str, Any]]:
    """Open cases from small indexes of their own: a walk by due time would look at everything.

    Those the scope handles, then those it only owns, each from its index: an OR would read all it owns.
    """
    sql = Sql({"n": n})
    asked = [f"c.state IN ({_OPEN})", sql.case_filters(f)]
    asked += _by_clock(view, None, sql) if view else []
    each = f"SELECT c.id FROM cases_case c WHERE {' AND '.join(asked)}"
    if scope.everything:
        return f"{each} LIMIT %(n)s", sql.params
    sql.params["units"] = sorted(scope.units)
    handled = "c.handler_unit_id = ANY(%(units)s::bigint[])"
    owned = f"c.owner_unit_id = ANY(%(units)s::bigint[]) AND NOT {handled}"
    return f"({each} AND {handled}) UNION ALL ({each} AND {owned}) LIMIT %(n)s", sql.params


def _few(cursor: Any, scope: Scope, f: Filters) -> list[int] | None:
    """The rare cases of the scope when they can be sorted at a glance, None when there are more."""
    cursor.execute(*_rare(scope, f, SORTED + 1))
    ids = [pk for (pk,) in cursor.fetchall()]
    return ids if len(ids) <= SORTED else None


def _among(
    ids: list[int], view: View, key: Key | None, back: bool, n: int
) -> tuple[str, dict[str, Any]]:
    """A page of these cases alone, in the order of their front clocks."""
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
