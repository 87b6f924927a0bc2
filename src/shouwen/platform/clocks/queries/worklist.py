"""The worklist: one row a matter, earliest due first, for a person, some units or everything.

Two plans (docs/concepts/clocks.md): few units are read from their own indexes and merged; many
units walk the common order and are filtered on the way. The planner would not choose by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from shouwen.platform.access.scope import Scope
from shouwen.platform.clocks.models import Clock

FEW_UNITS = 50
LONGEST_WALK = 20_000
MOST_COUNTED = 1_000
SOON = timedelta(hours=2)

Position = tuple[datetime, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which matters of the scope: late now, due before an instant, waiting, of one person, of a kind."""

    overdue_at: datetime | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    waiting: bool | None = None
    person: int | None = None
    subject_kind: str | None = None
    handled_only: bool = False

    def conditions(self) -> tuple[str, list[Any]]:
        """SQL over the columns of clocks_clock, and its parameters."""
        parts, params = ["front AND ended_at IS NULL"], []
        for text, value in (
            ("sort_at < %s", self.overdue_at),
            ("sort_at >= %s", self.due_from),
            ("sort_at <= %s", self.due_until),
            ("person_id = %s", self.person),
            ("subject_kind = %s", self.subject_kind),
        ):
            if value is not None:
                parts.append(text)
                params.append(value)
        if self.waiting is not None:
            parts.append(
                "NOT waiting_for::text = 'none'::text" if self.waiting else "waiting_for = 'none'"
            )
        return " AND ".join(parts), params


ALL = Wanted()


WAITING = Wanted(waiting=True)


def page(
    scope: Scope, *, after: Position | None = None, n: int = 51, wanted: Wanted = ALL
) -> list[Clock]:
    """The next ``n`` front clocks behind ``after`` in the order (sort_at, id)."""
    found = _rows(scope, after, n, wanted, "*")
    clocks = list(Clock.objects.raw(*found)) if found else []
    if len(clocks) < n and _walks(scope, wanted) and _walk_was_cut(after, wanted):
        clocks = list(Clock.objects.raw(*_by_units(scope, after, n, wanted, "*")))
    return clocks


def count(scope: Scope, *, wanted: Wanted = ALL, most: int = MOST_COUNTED) -> int:
    """How many there are, exact up to ``most``; ``most`` + 1 stands for more."""
    found = _rows(scope, None, most + 1, wanted, "id, sort_at", walk=None)
    if found is None:
        return 0
    statement, params = found
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement}) x", params)
        return int(cursor.fetchone()[0])


def counts(scope: Scope, tabs: Mapping[str, Wanted], *, most: int = MOST_COUNTED) -> dict[str, int]:
    """The figure of each tab in one statement."""
    parts: list[str] = []
    params: list[Any] = []
    for wanted in tabs.values():
        found = _rows(scope, None, most + 1, wanted, "id, sort_at", walk=None)
        parts.append(f"(SELECT count(*) FROM ({found[0]}) x)" if found else "0")
        params += found[1] if found else []
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(tabs, map(int, cursor.fetchone()), strict=True))


def _walks(scope: Scope, wanted: Wanted) -> bool:
    return not scope.everything and wanted.person is None and len(scope.units) > FEW_UNITS


def _rows(
    scope: Scope,
    after: Position | None,
    n: int,
    wanted: Wanted,
    columns: str,
    walk: int | None = LONGEST_WALK,
) -> tuple[str, list[Any]] | None:
    if not scope.everything and not scope.units:
        return None
    if scope.everything or wanted.person is not None or len(scope.units) > FEW_UNITS:
        return _by_walk(scope, after, n, wanted, columns, walk)
    return _by_units(scope, after, n, wanted, columns)


def _behind(after: Position | None) -> tuple[str, list[Any]]:
    return (" AND (sort_at, id) > (%s, %s)", [*after]) if after else ("", [])


def _by_walk(
    scope: Scope,
    after: Position | None,
    n: int,
    wanted: Wanted,
    columns: str,
    walk: int | None,
) -> tuple[str, list[Any]]:
    """Walk the order and keep what is in scope; ``+ 0`` keeps the planner from sorting a bitmap."""
    where, params = wanted.conditions()
    behind, more = _behind(after)
    order = "ORDER BY sort_at, id LIMIT %s"
    if scope.everything:
        text = f"SELECT {columns} FROM clocks_clock WHERE {where}{behind} {order}"
        return text, [*params, *more, n]
    units = sorted(scope.units)
    mine = "(unit_id + 0 = ANY(%s::bigint[]) OR owner_unit_id + 0 = ANY(%s::bigint[]))"
    whose: list[Any] = [units, units]
    if wanted.handled_only:
        mine, whose = "unit_id + 0 = ANY(%s::bigint[])", [units]
    if walk is None or wanted.person is not None:
        text = f"SELECT {columns} FROM clocks_clock WHERE {where}{behind} AND {mine} {order}"
        return text, [*params, *more, *whose, n]
    inner = f"SELECT * FROM clocks_clock WHERE {where}{behind} {order}"
    text = f"SELECT {columns} FROM ({inner}) walk WHERE {mine} {order}"
    return text, [*params, *more, walk, *whose, n]


def _by_units(
    scope: Scope, after: Position | None, n: int, wanted: Wanted, columns: str
) -> tuple[str, list[Any]]:
    """Read the first rows of each unit, as handler and as owner, and merge them."""
    where, params = wanted.conditions()
    behind, more = _behind(after)
    one = (
        f"SELECT * FROM clocks_clock WHERE %s = u AND {where}{behind} ORDER BY sort_at, id LIMIT %s"
    )
    each = [*params, *more, n]
    branches = [f"({one.replace('%s = u', column + ' = u', 1)})" for column in _columns(wanted)]
    text = f"""
        SELECT {columns} FROM (
            SELECT DISTINCT ON (sort_at, id) t.* FROM unnest(%s::bigint[]) u
            CROSS JOIN LATERAL ({" UNION ALL ".join(branches)}) t
            ORDER BY sort_at, id LIMIT %s) x ORDER BY sort_at, id
    """
    return text, [sorted(scope.units), *(each * len(branches)), n]


def _columns(wanted: Wanted) -> tuple[str, ...]:
    return ("unit_id",) if wanted.handled_only else ("unit_id", "owner_unit_id")


def _walk_was_cut(after: Position | None, wanted: Wanted) -> bool:
    """Whether the walk stopped at its cap rather than at the end of the order."""
    where, params = wanted.conditions()
    behind, more = _behind(after)
    text = f"SELECT 1 FROM clocks_clock WHERE {where}{behind} OFFSET %s LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(text, [*params, *more, LONGEST_WALK - 1])
        return cursor.fetchone() is not None
