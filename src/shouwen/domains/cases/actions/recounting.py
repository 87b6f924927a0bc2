"""Counters of cases made anew from urges and journal; what is found wrong is mended and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from shouwen.domains.cases.actions.finding import reindex
from shouwen.domains.cases.models import Case

STEP = 5_000
COUNTERS = ("urges", "returns", "reassignments", "reopens")

_COUNT = """
WITH told AS (
    SELECT c.id,
           (SELECT count(*) FROM cases_urge u WHERE u.case_id = c.id AND u.counted) AS urges,
           j.returns, j.reassignments, j.reopens
      FROM cases_case c
     CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE (e.facts ->> 'returned')::boolean
                                   OR e.kind = 'cases.case.sent_back') AS returns,
               count(*) FILTER (WHERE (e.facts ->> 'reassigned')::boolean) AS reassignments,
               count(*) FILTER (WHERE e.kind = 'cases.case.reopened') AS reopens
          FROM journal_entry e WHERE e.subject_kind = 'case' AND e.subject_id = c.id
           AND e.kind IN ('cases.case.dispatched', 'cases.case.sent_back', 'cases.case.reopened')) j
     WHERE c.id BETWEEN %(first)s AND %(last)s AND c.source_batch IS NULL
)
UPDATE cases_case c SET urges = t.urges, returns = t.returns,
       reassignments = t.reassignments, reopens = t.reopens
  FROM told t JOIN cases_case old ON old.id = t.id
 WHERE c.id = t.id AND (c.urges, c.returns, c.reassignments, c.reopens)
       IS DISTINCT FROM (t.urges, t.returns, t.reassignments, t.reopens)
RETURNING c.id, old.urges, c.urges, old.returns, c.returns,
          old.reassignments, c.reassignments, old.reopens, c.reopens
"""


def rebuild_all(say: Callable[[str], None] = lambda text: None) -> Iterator[str]:
    """重算: counters and missing search words of all cases; a line for each that was wrong.

    What a file said of an imported case is not in our journal, so imported counters stay as they are.
    """
    ids = Case.objects.order_by("pk").values_list("pk", flat=True)
    first, last = ids.first() or 0, ids.last() or 0
    for start in range(first, last + 1, STEP):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, {"first": start, "last": start + STEP - 1})
            changed = cursor.fetchall()
        for pk, *values in sorted(changed):
            for name, was, now in zip(COUNTERS, values[::2], values[1::2], strict=True):
                if was != now:
                    yield f"case:{pk}: {name} was {was}, is {now}"
        say(f"cases: counted up to {min(start + STEP - 1, last)} of {last}")
    yield from _missing_words()


def _missing_words() -> Iterator[str]:
    for case in Case.objects.filter(words__isnull=True).order_by("pk").iterator():
        reindex([case.pk])
        yield f"case:{case.pk}: could not be searched"
