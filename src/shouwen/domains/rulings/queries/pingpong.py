"""踢皮球 (S003-14): which units send cases at one another, counted and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from shouwen.domains.rulings.choices import ReturnState
from shouwen.domains.rulings.models import Return
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org

_PAIRS = """
WITH told AS (
    SELECT least(f.unit_id, f.proposed_unit_id) AS a, greatest(f.unit_id, f.proposed_unit_id) AS b,
           f.unit_id < f.proposed_unit_id AS forth, f.case_id, f.state, f.justified, f.waited_seconds
      FROM rulings_return_fact f
     WHERE f.at >= %(since)s AND f.at < %(until)s AND f.counted
       AND (%(everything)s OR f.unit_id = ANY(%(units)s) OR f.proposed_unit_id = ANY(%(units)s)
            OR f.owner_unit_id = ANY(%(units)s))
)
SELECT a, b, count(*) FILTER (WHERE forth), count(*) FILTER (WHERE NOT forth),
       count(*) FILTER (WHERE justified), count(*) FILTER (WHERE state = 'asked'),
       count(DISTINCT case_id),
       (SELECT count(*) FROM (SELECT case_id FROM told t WHERE t.a = told.a AND t.b = told.b
                               GROUP BY case_id HAVING count(*) > 1) again),
       coalesce(sum(waited_seconds), 0)
  FROM told GROUP BY a, b ORDER BY count(*) DESC, a, b LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units and what they returned with a finger at the other.

    ``forth``: by the first; ``back``: by the second; ``justified``: how many ended elsewhere;
    ``again``: cases that went between the two more than once.
    """

    a: int
    b: int
    a_name: str
    b_name: str
    forth: int
    back: int
    justified: int
    waiting: int
    cases: int
    again: int
    waited_seconds: float

    @property
    def total(self) -> int:
        return self.forth + self.back


def ping_pong(*, since: datetime, until: datetime, scope: Scope) -> list[Pair]:
    """The pairs of units between which cases were returned in this time, most first."""
    terms: dict[str, Any] = {
        "since": since,
        "until": until,
        "everything": scope.everything,
        "units": sorted(scope.units),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, terms)
        found = cursor.fetchall()
    names = org.names({u for row in found for u in row[:2]})
    return [Pair(a, b, names.get(a, "—"), names.get(b, "—"), *rest) for a, b, *rest in found]


def between(a: int, b: int, *, since: datetime, until: datetime, scope: Scope) -> Sequence[Return]:
    """The returns behind one pair, newest first, of which the reader may see the case."""
    either = Q(unit_id=a, proposed_unit_id=b) | Q(unit_id=b, proposed_unit_id=a)
    found = Return.objects.visible_to(scope).filter(either, at__gte=since, at__lt=until)
    found = found.exclude(state=ReturnState.LAPSED)
    found = found.exclude(case__state__in=["void", "withdrawn", "merged"])
    return list(found.select_related("case").order_by("-at", "-pk")[:200])
