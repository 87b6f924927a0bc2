"""Find cases by number, telephone tail, name, address, line or title; Chinese from two characters."""

from __future__ import annotations

from typing import Any

from django.db import connection

from shouwen.domains.cases.words import terms, tsquery
from shouwen.platform.access.scope import Scope

_FOUND = """
WITH hit AS MATERIALIZED (
    SELECT s.case_id FROM cases_search s WHERE s.tokens @@ %(query)s::tsquery
)
SELECT c.id
  FROM hit
  JOIN cases_case c ON c.id = hit.case_id
  LEFT JOIN customers_customer p ON p.id = c.customer_id
  LEFT JOIN customers_serviceaccount a ON a.id = c.account_id
 WHERE {visible}
   AND lower(concat_ws(E'\\n', c.number, c.title, p.name, p.phone_tail, p.address, a.number))
       LIKE ALL (%(likes)s)
 ORDER BY c.opened_at DESC, c.id DESC
 LIMIT %(n)s
"""


def search(typed: str, *, scope: Scope, n: int = 50) -> list[int]:
    """The newest cases that contain every part of what was typed; ids, newest first.

    A whole telephone number finds the customer's cases as its last four digits would, no more.
    """
    query = tsquery(typed)
    if not query or not (scope.everything or scope.units):
        return []
    visible = "true"
    params: dict[str, Any] = {
        "query": query,
        "n": n,
        "likes": [f"%{_plain(t)}%" for t in terms(typed)],
    }
    if not scope.everything:
        params["units"] = sorted(scope.units)
        visible = (
            "(c.handler_unit_id = ANY(%(units)s::bigint[])"
            " OR c.owner_unit_id = ANY(%(units)s::bigint[]))"
        )
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(visible=visible), params)
        return [pk for (pk,) in cursor.fetchall()]


def _plain(term: str) -> str:
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
