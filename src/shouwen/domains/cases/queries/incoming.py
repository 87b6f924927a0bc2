"""来件: how many matters came in, hour by hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from shouwen.platform.access.scope import Scope

_PER_HOUR = """
SELECT floor(extract(epoch FROM c.opened_at - %(since)s) / 3600)::int AS hour, count(*)
  FROM cases_case c
 WHERE c.opened_at >= %(since)s AND c.opened_at < %(until)s
   AND c.state NOT IN ('void', 'merged')
   AND (%(everything)s OR c.owner_unit_id = ANY(%(units)s::bigint[]))
 GROUP BY 1
"""


def per_hour(*, scope: Scope, since: datetime, until: datetime) -> dict[int, int]:
    """Cases these units took in, by full hours since ``since``; an hour without any is not named."""
    given: dict[str, Any] = {
        "since": since,
        "until": until,
        "everything": scope.everything,
        "units": sorted(scope.units),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PER_HOUR, given)
        return dict(cursor.fetchall())
