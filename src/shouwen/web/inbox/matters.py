"""What is with a department, counted and paged by the database: cases, requests and sub-tasks in one order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from shouwen.domains.asks.choices import OPEN as OPEN_REQUESTS
from shouwen.domains.cases.choices import IN_WORK
from shouwen.platform.clocks.models import NEVER

TABS = ("all", "to_accept", "in_work", "waiting", "to_rectify")
PAGE = 50
MOST = 3_000
"""Above so many open matters only the most urgent are counted, and their ledgers are not added up."""

_CASES = """
SELECT 'case' AS kind, c.id AS pk, k.sort_at, k.id AS clock, c.reopens > 0 AS to_rectify,
       CASE WHEN k.waiting_for <> 'none' THEN 'waiting'
            WHEN c.state = 'dispatched' THEN 'to_accept' ELSE 'in_work' END AS tab
  FROM clocks_clock k
 CROSS JOIN LATERAL (
       SELECT id, state, reopens FROM cases_case
        WHERE id = k.subject_id AND handler_unit_id = ANY(%(units)s::bigint[])
          AND state = ANY(%(in_work)s) LIMIT 1) c
 WHERE k.front AND k.ended_at IS NULL AND k.subject_kind = 'case' AND {whose}
"""
_HELD = "k.unit_id = ANY(%(units)s::bigint[])"
_ASKED = (
    "NOT k.waiting_for::text = 'none'::text AND k.waiting_for = 'department'"
    f" AND ({_HELD}) IS NOT TRUE"
)
"""Open cases by their clock: those the units hold, and those of theirs that wait for another department."""
_REQUESTS = """
SELECT 'request' AS kind, r.id AS pk, coalesce(k.sort_at, %(never)s) AS sort_at,
       coalesce(k.id, 0) AS clock, false AS to_rectify,
       CASE r.state WHEN 'asked' THEN 'to_accept' ELSE 'in_work' END AS tab
  FROM asks_request r
  LEFT JOIN LATERAL (
       SELECT sort_at, id FROM clocks_clock
        WHERE subject_kind = 'request' AND subject_id = r.id
          AND kind = 'internal_reply' AND basis = 'internal' AND instance = 1 LIMIT 1) k ON true
 WHERE r.unit_id = ANY(%(units)s::bigint[]) AND r.state = ANY(%(open_requests)s)
"""
_TASKS = """
SELECT 'task' AS kind, t.id AS pk, coalesce(k.sort_at, %(never)s) AS sort_at,
       coalesce(k.id, 0) AS clock, false AS to_rectify,
       CASE WHEN t.accepted_at IS NULL THEN 'to_accept' ELSE 'in_work' END AS tab
  FROM teamwork_task t
  LEFT JOIN LATERAL (
       SELECT sort_at, id FROM clocks_clock
        WHERE subject_kind = 'task' AND subject_id = t.id
          AND front AND ended_at IS NULL LIMIT 1) k ON true
 WHERE t.unit_id = ANY(%(units)s::bigint[]) AND t.state = 'open'
"""
_ORDER = "sort_at, clock, kind, pk"
_TAB = """
 WHERE %(tab)s = 'all' OR tab = %(tab)s OR %(tab)s = 'to_rectify' AND to_rectify
"""
_COUNTED = """
WITH matter AS MATERIALIZED ({matters} LIMIT %(first)s),
held AS (
  SELECT m.tab, h.* FROM (SELECT * FROM matter WHERE (SELECT count(*) FROM matter) < %(first)s) m
   CROSS JOIN LATERAL (
         SELECT at, unit_id, waiting_for, ends, lead(at, 1, %(now)s) OVER (ORDER BY seq) AS until
           FROM clocks_hold WHERE subject_kind = m.kind AND subject_id = m.pk) h)
SELECT (SELECT count(*) FROM matter), count(*),
       count(*) FILTER (WHERE tab = 'to_accept'), count(*) FILTER (WHERE tab = 'in_work'),
       count(*) FILTER (WHERE tab = 'waiting'), count(*) FILTER (WHERE to_rectify),
       count(*) FILTER (WHERE tab = 'in_work' AND sort_at < %(now)s),
       count(*) FILTER (WHERE tab = 'in_work' AND sort_at >= %(now)s AND sort_at < %(tomorrow)s),
       (SELECT sum(extract(epoch FROM until - at)) FROM held
         WHERE unit_id = ANY(%(units)s::bigint[]) AND waiting_for IN ('none', 'department') AND NOT ends),
       (SELECT extract(epoch FROM %(now)s - min(at)) FROM held
         WHERE tab = 'to_accept' AND until = %(now)s)
  FROM (SELECT * FROM matter LIMIT %(first)s - 1) matter
"""
_PAGE = "SELECT kind, pk FROM ({matters} OFFSET %(start)s LIMIT %(n)s) matter"

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """All of the department's open matters: how many in each tab, of those in work how many are overdue and due later
    today, the time charged to it so far, how long the one has lain that waits longest to be accepted.

    ``many``: there are more than ``MOST``; then of the most urgent so many, and only how many.
    """

    tabs: dict[str, int]
    overdue: int
    today: int
    held: float | None
    waited: float | None
    many: bool

    def least(self, n: int) -> int | str:
        """A number of these as it is shown: 「812+」 where not all were counted, 「—」 where none was met."""
        if not self.many:
            return n
        return f"{n}+" if n else "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whose matters, and which kinds the reader may see there."""

    units: Collection[int]
    cases: bool
    tasks: bool

    def matters(self) -> str:
        """All by due time; each part hands over no more than the ``first`` that are asked for."""
        held, asked = (_CASES.format(whose=whose) for whose in (_HELD, _ASKED))
        parts = [held, asked] * self.cases + [_REQUESTS] + [_TASKS] * self.tasks
        first = (
            f"(SELECT * FROM ({part}) m {_TAB} ORDER BY {_ORDER} LIMIT %(first)s)" for part in parts
        )
        return f"SELECT * FROM ({' UNION ALL '.join(first)}) m ORDER BY {_ORDER}"

    def params(self, **more: Any) -> dict[str, Any]:
        return {
            "units": sorted(self.units),
            "in_work": sorted(IN_WORK),
            "open_requests": sorted(OPEN_REQUESTS),
            "never": NEVER,
            **more,
        }


def total(reach: Reach, *, at: datetime, tomorrow: datetime) -> Sum:
    """The figures of the head and of the tabs, in one statement; ``tomorrow``: where the department's day ends."""
    first = MOST + 1
    (row,) = _rows(_COUNTED, reach, tab=TABS[0], first=first, now=at, tomorrow=tomorrow)
    found, *counted, overdue, today, held, waited = row
    tabs = dict(zip(TABS, counted, strict=True))
    return Sum(tabs, overdue, today, _seconds(held), _seconds(waited), found == first)


def page(reach: Reach, *, tab: str, start: int) -> list[Key]:
    """One page of a tab and the first of the next, the most urgent first."""
    n = PAGE + 1
    return [(k, pk) for k, pk in _rows(_PAGE, reach, tab=tab, start=start, n=n, first=start + n)]


def _seconds(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _rows(statement: str, reach: Reach, **params: Any) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(matters=reach.matters()), reach.params(**params))
        found: Sequence[Any] = cursor.fetchall()
        return found
