"""A title or number that contains something: met by the index of the search words, not by reading every case.

The words of a case hold every piece of its number and title, in two characters of Han and three of other
letters: whatever contains a value has all pieces of the value. None is missed; the comparison itself decides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shouwen.domains.cases.lists.queries.fields import Meant
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.words import folded, tsquery

MANY = 5000
"""So many candidates are looked at one by one; of more, reading the list soon meets a page."""
_CONTAINING = frozenset({"is", "has", "starts"})
_CANDIDATES = """
WITH hit AS MATERIALIZED (SELECT case_id FROM cases_search WHERE tokens @@ %(query)s::tsquery)
SELECT case_id FROM hit LIMIT %(most)s
"""


def worded(cursor: Any, f: Filters) -> Filters:
    """The same filters with the only cases that can fit, where few can; one statement, if any."""
    query = " & ".join(filter(None, map(_pieces, f.where)))
    if not query or f.among is not None:
        return f
    cursor.execute(_CANDIDATES, {"query": query, "most": MANY + 1})
    ids = tuple(pk for (pk,) in cursor.fetchall())
    return f if len(ids) > MANY else replace(f, among=ids)


def _pieces(one: Meant) -> str:
    """What the search words of every case have whose field says so; empty where they say nothing."""
    if not one.field.worded or one.how not in _CONTAINING:
        return ""
    return tsquery([folded(one.value)])
