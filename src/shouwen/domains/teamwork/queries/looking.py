"""Which cases moved since a person looked at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from shouwen.domains.cases.marks import NEW

_CHANGED = """
SELECT c.id FROM cases_case c
  LEFT JOIN teamwork_looked l ON l.staff_id = %(staff)s AND l.case_id = c.id
 WHERE c.id = ANY(%(ids)s) AND (l.case_id IS NOT NULL OR c.handler_id = %(staff)s)
   AND EXISTS (
    SELECT 1 FROM journal_entry e
     WHERE e.subject_kind = 'case' AND e.subject_id = c.id AND e.seq > coalesce(l.seq, 0)
       AND e.kind NOT LIKE 'notify.%%' AND e.kind <> 'access.data.unmasked'
       AND e.by_id IS DISTINCT FROM (SELECT account_id FROM org_staff WHERE id = %(staff)s))
"""


def changed(ids: Sequence[int], staff_id: int, at: datetime) -> dict[int, set[str]]:
    """The cases that somebody else changed since this person looked, or handed over unread."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, {"ids": list(ids), "staff": staff_id})
        return {pk: {NEW} for (pk,) in cursor.fetchall()}
