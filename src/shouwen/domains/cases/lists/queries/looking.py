"""What a list offers to choose from, and how many cases many saved views hold at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from shouwen.domains.cases.lists.queries.narrowing import Filters, Sql
from shouwen.domains.cases.lists.queries.worklist import View, bounds
from shouwen.domains.cases.models import KIND
from shouwen.platform.access.scope import Scope

LOOKED_AT = 20_000  # open cases a count of saved views looks at, whatever their number
NEWEST = 20_000
OFFERED = 300


@dataclass(frozen=True, slots=True)
class Counted:
    """One saved view to count: its list, and the units it narrows the reader's scope to."""

    key: int
    view: View
    filters: Filters
    units: frozenset[int] | None = None


def counts_of(
    wanted: Sequence[Counted], *, scope: Scope, person: int | None
) -> tuple[dict[int, int], bool]:
    """How many open cases each view holds, in one pass, and whether all open cases were looked at."""
    asked = [one for one in wanted if not one.view.closed]
    if not asked or not (scope.everything or scope.units):
        return {}, True
    params: dict[str, Any] = {"kind_of": KIND, "most": LOOKED_AT + 1, "person": person}
    within = "true"
    if not scope.everything:
        params["units"] = sorted(scope.units)
        within = (
            "(k.unit_id = ANY(%(units)s::bigint[]) OR k.owner_unit_id = ANY(%(units)s::bigint[]))"
        )
    selects = []
    for one in asked:
        text, own = _condition(one)
        for name, value in own.items():
            text = text.replace(f"%({name})s", f"%(v{one.key}_{name})s")
            params[f"v{one.key}_{name}"] = value
        selects.append(f"count(*) FILTER (WHERE {text})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {', '.join(selects)} FROM (SELECT k.subject_id, k.sort_at,"
            " k.person_id, k.waiting_for, k.unit_id, k.owner_unit_id FROM clocks_clock k"
            " WHERE k.front AND k.ended_at IS NULL AND k.subject_kind = %(kind_of)s"
            f" AND {within} LIMIT %(most)s) k JOIN cases_case c ON c.id = k.subject_id",
            params,
        )
        seen, *found = cursor.fetchone()
    return {one.key: n for one, n in zip(asked, found, strict=True)}, seen <= LOOKED_AT


def _condition(one: Counted) -> tuple[str, dict[str, Any]]:
    sql = Sql()
    f = one.view.narrowing(one.filters)
    parts = [bounds(one.view, None, False, sql), sql.case_filters(f)]
    if one.view.mine:
        parts.append("k.person_id = %(person)s")
    if one.units is not None:
        sql.params["units"] = sorted(one.units)
        parts.append(
            "(k.unit_id = ANY(%(units)s::bigint[]) OR k.owner_unit_id = ANY(%(units)s::bigint[]))"
        )
    return " AND ".join(filter(None, parts)) or "true", sql.params


def categories() -> list[str]:
    """The categories of the newest cases, for a list to pick from."""
    return _words(
        "SELECT DISTINCT category FROM (SELECT category FROM cases_case"
        " ORDER BY opened_at DESC, id DESC LIMIT %(newest)s) c WHERE category <> ''"
    )


def _words(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql} ORDER BY 1 LIMIT %(offered)s", {"newest": NEWEST, "offered": OFFERED}
        )
        return [word for (word,) in cursor.fetchall()]
