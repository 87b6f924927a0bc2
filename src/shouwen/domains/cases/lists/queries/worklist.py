"""The lists of cases: one page by keyset, and how many there are, exact to a thousand.

Open lists walk ``clocks_clock`` (one front row a matter, earliest due first), closed lists and the
orders of ``ordered`` walk ``cases_case``. There are two plans, chosen by the size of the scope: a few
units are merged from one index range each (a); a large scope is walked in order and filtered (b). The
planner does not find (b) by itself: ``unit_id + 0`` keeps it off the unit index. Where few cases fit,
whatever the reason, no walk would meet a page soon: they are fetched and sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import connection

from shouwen.domains.cases.lists.queries.narrowing import Filters, Sql
from shouwen.domains.cases.lists.queries.ordered import (
    ENDED_SQL,
    FEW_UNITS,
    OPEN_SQL,
    Statement,
    among,
    ordered,
)
from shouwen.domains.cases.lists.queries.tabs import (
    DUE,
    Key,
    Page,
    Row,
    View,
    bounds,
    by_clock,
    views,
)
from shouwen.domains.cases.lists.queries.worded import worded
from shouwen.domains.cases.models import KIND
from shouwen.platform.access.scope import Scope

PAGE = 50
MOST = 1000  # counts are exact up to here
SORTED = (
    5000  # so many cases are fetched and sorted; of more, a walk in the order soon meets a page
)
TRIED, DENSE = 3_000, 90
"""Where so many of the first cases of a large scope fit, walking its order meets a page at once."""
_JOINED = {
    False: "JOIN cases_case c ON c.id = k.subject_id",
    True: "CROSS JOIN LATERAL (SELECT * FROM cases_case WHERE id = k.subject_id OFFSET 0) c",
}
"""Where many cases are known to fit, the walk ends soon: the planner may not read them all beforehand."""
__all__ = [
    "DUE",
    "MOST",
    "PAGE",
    "Key",
    "Page",
    "Row",
    "View",
    "beside",
    "bounds",
    "counts",
    "looked",
    "page",
    "views",
    "worded",
]


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
    back = before is not None and after is None
    key = after or before
    with connection.cursor() as cursor:
        walk = _walk(cursor, view, scope, filters, person)
        cursor.execute(*walk(key, back, n + 1))
        rows = [Row(case, clock, Key(at, pk)) for case, clock, at, pk in cursor.fetchall()]
    more, rows = len(rows) > n, rows[:n]
    return Page(rows[::-1] if back else rows, more)


def beside(
    view: View, *, scope: Scope, filters: Filters, person: int | None, here: Key, n: int
) -> tuple[list[Row], list[Row]]:
    """The rows before a place and those after it, the nearest first; both ways in one statement."""
    if (view.mine and person is None) or not (scope.everything or scope.units):
        return [], []
    with connection.cursor() as cursor:
        walk = _walk(cursor, view, scope, filters, person)
        (before, params), (after, _same) = walk(here, True, n), walk(here, False, n)
        each = "SELECT {} AS back, row_number() OVER () AS nth, page.* FROM ({}) page"
        both = f"{each.format('true', before)} UNION ALL {each.format('false', after)}"
        cursor.execute(f"{both} ORDER BY back, nth", params)
        found = cursor.fetchall()
    rows = [(back, Row(case, clock, Key(at, pk))) for back, _nth, case, clock, at, pk in found]
    return [row for back, row in rows if back], [row for back, row in rows if not back]


def _walk(
    cursor: Any, view: View, scope: Scope, filters: Filters, person: int | None
) -> Callable[[Key | None, bool, int], Statement]:
    """How a list is walked: from a place, back or on, so many rows."""
    f = worded(view.narrowing(filters))
    if _same_cases(view, filters):
        known = f.fitting(closed=view.closed)
        few = None if known is None else list(known)
    else:
        few = _few(cursor, view, scope, f, person)
    if few is not None:
        return partial(among, few, view)
    build = _open if view.order == DUE and not view.closed else ordered
    return partial(build, view, scope, f, person)


def looked(filters: Filters, *, scope: Scope, sides: Collection[bool]) -> Filters:
    """The same filters with the cases that fit of each side (ended, or open), where they are few.

    For who asks for a page and for numbers: the cases are looked through once, not once a tab.
    """
    f = worded(filters)
    if not f.rare or not (scope.everything or scope.units):
        return f
    with connection.cursor() as cursor:
        return replace(
            f,
            open=_fitting(cursor, View(key="open"), scope, f) if False in sides else None,
            ended=_fitting(cursor, View(key="closed", closed=True), scope, f)
            if True in sides
            else None,
            sought=frozenset(sides),
        )


def _fitting(cursor: Any, view: View, scope: Scope, f: Filters) -> tuple[int, ...] | None:
    """The cases of this side that fit; None where they are many, or many of the first of the list."""
    if f.where and f.among is None and (scope.everything or len(scope.units) > FEW_UNITS):
        cursor.execute(*_dense(view, scope, f))
        if cursor.fetchone()[0] == DENSE:
            return None
    cursor.execute(*_rare(view, scope, f, SORTED + 1))
    ids = tuple(pk for (pk,) in cursor.fetchall())
    return ids if len(ids) <= SORTED else None


def _dense(view: View, scope: Scope, f: Filters) -> Statement:
    """How many of the first cases in the order of the list fit, counted up to ``DENSE``."""
    sql = Sql({"kind_of": KIND, "tried": TRIED, "dense": DENSE})
    narrowed = sql.case_filters(f)
    if view.closed:
        first = (
            f"SELECT * FROM cases_case WHERE state IN ({ENDED_SQL}) AND closed_at IS NOT NULL"
            " ORDER BY closed_at DESC, id DESC LIMIT %(tried)s"
        )
        within = _within(scope, sql, handler="c.handler_unit_id", owner="c.owner_unit_id")
        source = f"({first}) c"
    else:
        first = (
            "SELECT subject_id, unit_id, owner_unit_id FROM clocks_clock WHERE front"
            " AND ended_at IS NULL AND subject_kind = %(kind_of)s"
            " ORDER BY sort_at, id LIMIT %(tried)s"
        )
        within = _within(scope, sql)
        source = f"({first}) k {_JOINED[True]}"
    text = f"SELECT 1 FROM {source} WHERE {within} AND {narrowed} LIMIT %(dense)s"
    return f"SELECT count(*) FROM ({text}) t", sql.params


def _same_cases(view: View, filters: Filters) -> bool:
    """Whether the cases that were looked for are those to sort: no tab takes some away before."""
    return (
        view.closed in filters.sought
        and not view.mine
        and view.narrowing(filters) == filters
        and (view.closed or view.order == DUE or view == View(key=view.key, order=view.order))
    )


def _open(
    view: View,
    scope: Scope,
    f: Filters,
    person: int | None,
    key: Key | None,
    back: bool,
    n: int,
) -> Statement:
    sql = Sql({"kind_of": KIND, "n": n})
    narrowed = sql.case_filters(f)
    joined = _JOINED[False in f.sought] if narrowed else ""
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


def _within(
    scope: Scope, sql: Sql, *, handler: str = "k.unit_id", owner: str = "k.owner_unit_id"
) -> str:
    """Handler or owner in scope, written so that no unit index is used for it."""
    if scope.everything:
        return "true"
    sql.params["units"] = sorted(scope.units)
    units = "+ 0 = ANY(%(units)s::bigint[])"
    return f"({handler} {units} OR {owner} {units})"


def counts(
    wanted: list[View], *, scope: Scope, filters: Filters, person: int | None
) -> dict[str, int]:
    """How many rows each view has, exact up to 1,000; 1,001 means more. One statement, and one for words."""
    if not (scope.everything or scope.units):
        return {view.key: 0 for view in wanted}
    known = [view for view in wanted if filters.fitting(closed=view.closed) is not None]
    if known:
        rest = counts(
            [view for view in wanted if view not in known],
            scope=scope,
            filters=replace(filters, open=None, ended=None),
            person=person,
        )
        return _counted(known, filters, person) | rest
    if not wanted:
        return {}
    selects: list[str] = []
    params: dict[str, Any] = {}
    narrowed = worded(filters)
    for i, view in enumerate(wanted):
        if view.mine and person is None:
            selects.append("0")
            continue
        text, own = _some(view, scope, view.narrowing(narrowed), person, MOST + 1)
        for name, value in own.items():
            text = text.replace(f"%({name})s", f"%(v{i}_{name})s")
            params[f"v{i}_{name}"] = value
        selects.append(f"(SELECT count(*) FROM ({text}) t)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", params)
        found = cursor.fetchone()
    return {view.key: n for view, n in zip(wanted, found, strict=True)}


def _counted(wanted: list[View], filters: Filters, person: int | None) -> dict[str, int]:
    """How many of the cases that fit are in each view: all of them in one pass."""
    found = {v.key: min(len(filters.ended or ()), MOST + 1) for v in wanted if v.closed}
    wanted = [view for view in wanted if not view.closed]
    if not wanted:
        return found
    params: dict[str, Any] = {"kind_of": KIND, "ids": list(filters.open or ()), "person": person}
    selects = []
    for i, view in enumerate(wanted):
        sql = Sql()
        asked = [bounds(view, None, False, sql), sql.case_filters(view.narrowing(Filters()))]
        text = " AND ".join(["true", *filter(None, asked)])
        for name, value in sql.params.items():
            text = text.replace(f"%({name})s", f"%(v{i}_{name})s")
            params[f"v{i}_{name}"] = value
        if view.mine:
            text += " AND k.person_id = %(person)s"
        selects.append(f"least(count(*) FILTER (WHERE {text}), {MOST + 1})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(selects)} FROM (SELECT * FROM cases_case"
            " WHERE id = ANY(%(ids)s::bigint[]) OFFSET 0) c CROSS JOIN LATERAL (SELECT *"
            " FROM clocks_clock WHERE subject_kind = %(kind_of)s AND subject_id = c.id"
            " AND front AND ended_at IS NULL OFFSET 0) k",
            params,
        )
        return found | {view.key: n for view, n in zip(wanted, cursor.fetchone(), strict=True)}


def _some(view: View, scope: Scope, f: Filters, person: int | None, n: int) -> Statement:
    """Up to ``n`` cases of a list, in whatever order they come quickest."""
    view = replace(view, order=DUE)
    many = view.closed in f.sought and view.narrowing(Filters()) == Filters()
    if f.rare and not view.mine and not many:
        return _rare(view, scope, f, n)
    if view.closed:
        return ordered(view, scope, f, person, None, False, n)
    if view.mine or scope.everything:
        return _open(view, scope, f, person, None, False, n)
    return _in_scope(view, scope, f, n)


def _in_scope(view: View, scope: Scope, f: Filters, n: int) -> Statement:
    """Open matters the scope handles, then those it only owns: no row twice, so nothing is sorted.

    It stops at the limit: at most about twice as many rows are looked at, however many there are.
    """
    sql = Sql({"kind_of": KIND, "units": sorted(scope.units), "n": n})
    narrowed = sql.case_filters(f)
    joined = "JOIN cases_case c ON c.id = k.subject_id" if narrowed else ""
    conditions = ["k.front", "k.ended_at IS NULL", "k.subject_kind = %(kind_of)s"]
    where = " AND ".join([*conditions, *filter(None, (bounds(view, None, False, sql), narrowed))])
    each = (
        "SELECT m.subject_id FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
        f" (SELECT k.subject_id FROM clocks_clock k {joined} WHERE {where} AND {{}} OFFSET 0) m"
    )
    handled = each.format("k.unit_id = u")
    owned = each.format("k.owner_unit_id = u AND NOT k.unit_id = ANY(%(units)s::bigint[])")
    return f"({handled}) UNION ALL ({owned}) LIMIT %(n)s", sql.params


def _rare(view: View, scope: Scope, f: Filters, n: int) -> Statement:
    """Cases from small indexes of their own: a walk in the order of the list would look at everything.

    Those the scope handles, then those it only owns, each from its index: an OR would read all it owns.
    """
    sql = Sql({"n": n})
    asked = [f"c.state IN ({OPEN_SQL})", *by_clock(view, None, sql)]
    if view.closed:
        asked = [f"c.state IN ({ENDED_SQL})", "c.closed_at IS NOT NULL"]
    asked.append(sql.case_filters(f))
    each = f"SELECT c.id FROM cases_case c WHERE {' AND '.join(asked)}"
    if scope.everything:
        return f"{each} LIMIT %(n)s", sql.params
    sql.params["units"] = sorted(scope.units)
    handled = "c.handler_unit_id = ANY(%(units)s::bigint[])"
    owned = f"c.owner_unit_id = ANY(%(units)s::bigint[]) AND NOT {handled}"
    return f"({each} AND {handled}) UNION ALL ({each} AND {owned}) LIMIT %(n)s", sql.params


def _few(cursor: Any, view: View, scope: Scope, f: Filters, person: int | None) -> list[int] | None:
    """The cases of a list when they can be sorted at a glance; None when there are more, or no need.

    By due time only rare cases need it; the tabs are made of clocks, so by any other order all do.
    """
    due = view.order == DUE
    whole = not f.any and view == View(key=view.key, order=view.order)
    many = scope.everything or len(scope.units) > FEW_UNITS
    if (view.closed and not f.rare) or (whole and many) or (due and (view.mine or not f.rare)):
        return None
    every = View(key=view.key, closed=view.closed)  # of the tab itself asks the sorting
    sought = (
        _rare(every, scope, f, SORTED + 1) if due else _some(view, scope, f, person, SORTED + 1)
    )
    cursor.execute(*sought)
    ids = [pk for pk, *_ in cursor.fetchall()]
    return ids if len(ids) <= SORTED else None
