"""A title or number that contains something: met by the index of the search words, not by reading every case.

The words of a case hold every piece of its number and title, in two characters of Han and three of other
letters: whatever contains a value has all pieces of the value. None is missed; the comparison itself decides.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import connection

from shouwen.domains.cases.lists.queries.fields import Meant
from shouwen.domains.cases.lists.queries.narrowing import Filters, Sql
from shouwen.domains.cases.words import folded, tsquery

MANY = 5000
"""So many candidates are looked at one by one; of more, reading the list soon meets a page."""
_CONTAINING = frozenset({"is", "has", "starts"})
_FOUND = """
WITH hit AS MATERIALIZED (SELECT case_id FROM cases_search WHERE tokens @@ %(query)s::tsquery),
     few AS MATERIALIZED (SELECT case_id FROM hit LIMIT %(most)s + 1),
     n AS MATERIALIZED (SELECT count(*) FROM few)
SELECT (SELECT count FROM n), ARRAY(
    SELECT c.id FROM few JOIN cases_case c ON c.id = few.case_id
     WHERE (SELECT count FROM n) <= %(most)s AND {said})
"""


def worded(f: Filters) -> Filters:
    """The same filters with the only cases that can fit, where few can; one statement, once a list."""
    containing = [(one, _pieces(one)) for one in f.where]
    query = " & ".join(pieces for _one, pieces in containing if pieces)
    if not query or f.looked:
        return f
    sql = Sql({"query": query, "most": MANY})
    said = sql.case_filters(Filters(where=tuple(one for one, pieces in containing if pieces)))
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(said=said), sql.params)
        candidates, ids = cursor.fetchone()
    return replace(f, among=None if candidates > MANY else tuple(ids), looked=True)


def _pieces(one: Meant) -> str:
    """What the search words of every case have whose field says so; empty where they say nothing."""
    if not one.field.worded or one.how not in _CONTAINING:
        return ""
    return tsquery([folded(one.value)])
