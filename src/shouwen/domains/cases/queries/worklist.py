"""The lists of cases: one page by keyset, and how many there are, exact to a thousand.

Open lists walk ``clocks_clock`` (one front row a matter, earliest due first), closed lists walk
``cases_case``. There are two plans, chosen by the size of the scope: a few units are merged from one
index range each (a); a large scope is walked in order and filtered (b). The planner does not find (b)
by itself: ``unit_id + 0`` keeps it off the unit index.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from shouwen.domains.cases.choices import ENDED, OPEN
from shouwen.domains.cases.models import KIND
from shouwen.platform.access.scope import Scope

PAGE = 50
MOST = 1000  # counts are exact up to here
FEW_UNITS = 50
SORTED = 5000  # so many rare cases are sorted; of more, a walk by due time soon meets a page
SOON = timedelta(hours=2)
_ANGRY = """(c.extra -> 'mood') = '"angry"'::jsonb"""  # as the condition of the index says it
_OPEN = ",".join(f"'{s.value}'" for s in sorted(OPEN))
_ENDED = ",".join(f"'{s.value}'" for s in sorted(ENDED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader has narrowed a list to; empty means everything."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    urged: bool = False
    to_escalate: bool = False
    angry: bool = False

    @property
    def rare(self) -> bool:
        """Whether few open cases fit, found by an index of their own."""
        return self.urged or self.to_escalate or self.angry

    @property
    def any(self) -> bool:
        return self != Filters()


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


@dataclass(slots=True)
class _Sql:
    """A statement in the making: text pieces and their parameters."""

    params: dict[str, Any] = field(default_factory=dict)

    def case_filters(self, f: Filters) -> str:
        parts = []
        for column, values in (("kind", f.kinds), ("state", f.states), ("channel", f.channels)):
            if values:
                self.params[column] = list(values)
                parts.append(f"c.{column} = ANY(%({column})s)")
        if f.opened_from:
            self.params["opened_from"] = f.opened_from
            parts.append("c.opened_at >= %(opened_from)s")
        if f.opened_before:
            self.params["opened_before"] = f.opened_before
            parts.append("c.opened_at < %(opened_before)s")
        if f.urged:
            parts.append("c.urges > 0")
        if f.to_escalate:
            parts.append("c.to_escalate")
        if f.angry:
            parts.append(_ANGRY)
        return " AND ".join(parts)


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
        few = _few(cursor, scope, f) if f.rare and not (view.closed or view.mine) else None
        if few is not None:
            sql, params = _among(few, view, key, back, n + 1)
        else:
            build = _closed if view.closed else _open
            sql, params = build(view, scope, f, person, key, back, n + 1)
        cursor.execute(sql, params)
        rows = [Row(case, clock, Key(at, pk)) for case, clock, at, pk in cursor.fetchall()]
    more, rows = len(rows) > n, rows[:n]
    return Page(rows[::-1] if back else rows, more)


def _bounds(view: View, key: Key | None, back: bool, sql: _Sql, *, alias: str = "k") -> str:
    parts = []
    if view.due_from is not None:
        sql.params["due_from"] = view.due_from
        parts.append(f"{alias}.sort_at >= %(due_from)s")
    if view.due_before is not None:
        sql.params["due_before"] = view.due_before
        parts.append(f"{alias}.sort_at < %(due_before)s")
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
    sql = _Sql({"kind_of": KIND, "n": n})
    narrowed = sql.case_filters(f)
    joined = "JOIN cases_case c ON c.id = k.subject_id" if narrowed else ""
    bounds = _bounds(view, key, back, sql)
    where = " AND ".join(
        ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
        + [part for part in (bounds, narrowed) if part]
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


def _within(scope: Scope, sql: _Sql) -> str:
    """Handler or owner in scope, written so that no unit index is used for it."""
    if scope.everything:
        return "true"
    sql.params["units"] = sorted(scope.units)
    return (
        "(k.unit_id + 0 = ANY(%(units)s::bigint[])"
        " OR k.owner_unit_id + 0 = ANY(%(units)s::bigint[]))"
    )


def _closed(
    view: View,
    scope: Scope,
    f: Filters,
    person: int | None,
    key: Key | None,
    back: bool,
    n: int,
) -> tuple[str, dict[str, Any]]:
    sql = _Sql({"n": n})
    parts = [f"c.state IN ({_ENDED})", "c.closed_at IS NOT NULL"]
    if narrowed := sql.case_filters(f):
        parts.append(narrowed)
    if key is not None:
        sql.params.update(key_at=key.at, key_id=key.id)
        parts.append(f"(c.closed_at, c.id) {'>' if back else '<'} (%(key_at)s, %(key_id)s)")
    where, way = " AND ".join(parts), "ASC" if back else "DESC"

    def ranged(condition: str) -> str:
        return (
            f"(SELECT c.id, c.closed_at FROM cases_case c WHERE {where} AND {condition}"
            f" ORDER BY c.closed_at {way}, c.id {way} LIMIT %(n)s)"
        )

    if scope.everything:
        source = ranged("true")
    elif len(scope.units) <= FEW_UNITS:
        sql.params["units"] = sorted(scope.units)
        source = (
            "(SELECT DISTINCT m.id, m.closed_at FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
            f" ({ranged('c.handler_unit_id = u')} UNION ALL {ranged('c.owner_unit_id = u')}) m)"
        )
    else:
        sql.params["units"] = sorted(scope.units)
        source = ranged(
            "(c.handler_unit_id + 0 = ANY(%(units)s::bigint[])"
            " OR c.owner_unit_id + 0 = ANY(%(units)s::bigint[]))"
        )
    return (
        f"SELECT id, NULL::bigint, closed_at, id FROM {source} page"
        f" ORDER BY closed_at {way}, id {way} LIMIT %(n)s",
        sql.params,
    )


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
        if f.rare and not view.closed:
            text, own = _rare(scope, f, MOST + 1)
        elif view.closed or view.mine or scope.everything:
            build = _closed if view.closed else _open
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
    sql = _Sql({"kind_of": KIND, "units": sorted(scope.units), "n": MOST + 1})
    narrowed = sql.case_filters(f)
    joined = "JOIN cases_case c ON c.id = k.subject_id" if narrowed else ""
    conditions = ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
    where = " AND ".join([*conditions, *filter(None, (_bounds(view, None, False, sql), narrowed))])
    each = (
        "SELECT 1 FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
        f" (SELECT 1 FROM clocks_clock k {joined} WHERE {where} AND {{}} OFFSET 0) m"
    )
    handled = each.format("k.unit_id = u")
    owned = each.format("k.owner_unit_id = u AND NOT k.unit_id = ANY(%(units)s::bigint[])")
    return f"({handled}) UNION ALL ({owned}) LIMIT %(n)s", sql.params


def _rare(scope: Scope, f: Filters, n: int) -> tuple[str, dict[str, Any]]:
    """Open cases from small indexes of their own: a walk by due time would look at everything.

    Those the scope handles, then those it only owns, each from its index: an OR would read all it owns.
    """
    sql = _Sql({"n": n})
    each = f"SELECT c.id FROM cases_case c WHERE c.state IN ({_OPEN}) AND {sql.case_filters(f)}"
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
    sql = _Sql({"kind_of": KIND, "ids": ids, "n": n})
    bounds, way = _bounds(view, key, back, sql), "DESC" if back else "ASC"
    conditions = ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
    conditions.append("k.subject_id = ANY(%(ids)s::bigint[])")
    where = " AND ".join([*conditions, *filter(None, [bounds])])
    return (
        f"SELECT k.subject_id, k.id, k.sort_at, k.id FROM clocks_clock k WHERE {where}"
        f" ORDER BY k.sort_at {way}, k.id {way} LIMIT %(n)s",
        sql.params,
    )
