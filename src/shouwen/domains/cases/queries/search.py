"""Find cases by number, telephone tail, name, address, line, title and what was written about them.

Candidates come newest first from the search words and are compared with what the case says. A term
that few cases have is looked up and sorted; one that many have is met soon on a walk from the newest
case back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection

from shouwen.domains.cases.words import folded, terms, tsquery
from shouwen.platform.access.scope import Scope

MANY = 2000  # so many candidates are sorted; of more, a walk meets a page sooner
BATCH = 64
FEW_UNITS = 50
RECENT = 50_000  # a walk goes no further back: what is only older is sorted after all
PURPOSES = (
    "request", "note", "answer", "urge", "declaration", "instruction", "wait", "evaluation", "reason", "question",
)  # fmt: skip
"""The words of a case that it is found by; those written for the audit alone are not among them."""

_SAID = """
SELECT c.id, concat_ws(E'\\n', c.number, c.title, p.name, p.phone_tail, p.address, a.number, (
    SELECT string_agg(t.body, E'\\n')
      FROM journal_entry e JOIN journal_text t ON t.entry_id = e.id
     WHERE e.subject_kind = 'case' AND e.subject_id = c.id AND e.text_hash IS NOT NULL
       AND t.purpose = ANY(%(purposes)s)))
  FROM cases_case c
  LEFT JOIN customers_customer p ON p.id = c.customer_id
  LEFT JOIN customers_serviceaccount a ON a.id = c.account_id
 WHERE c.id = ANY(%(ids)s)
"""
_HITS = """
WITH hit AS MATERIALIZED (SELECT case_id FROM cases_search WHERE tokens @@ %(query)s::tsquery)
SELECT case_id FROM hit LIMIT %(most)s
"""
_NEWEST = "ORDER BY c.opened_at DESC, c.id DESC"
_MATCHES = "(SELECT s.tokens @@ %(query)s::tsquery FROM cases_search s WHERE s.case_id = {case}.id)"


def search(typed: str, *, scope: Scope, n: int = 50) -> list[int]:
    """The newest cases that contain every part of what was typed; ids, newest first."""
    wanted = terms(typed)
    query = tsquery(wanted)
    if not query or not (scope.everything or scope.units):
        return []
    found: dict[int, None] = {}
    for ids in _candidates(query, scope):
        says = said(ids)
        found |= {pk: None for pk in ids if all(term in says.get(pk, "") for term in wanted)}
        if len(found) >= n:
            break
    return list(found)[:n]


def said(ids: Collection[int]) -> dict[int, str]:
    """All these cases can be found by, folded; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"ids": list(ids), "purposes": list(PURPOSES)})
        return {pk: folded(text) for pk, text in cursor.fetchall()}


def _candidates(query: str, scope: Scope) -> Iterator[Sequence[int]]:
    """Cases of the scope that have all pieces, newest first, a batch at a time."""
    hits = _ids(_HITS, {"query": query, "most": MANY + 1})
    if len(hits) > MANY:
        recent = _recent(query, scope)
        yield recent
        if _few(scope) and len(recent) < 2 * BATCH:
            return  # the units were searched to their ends
        hits = _ids(_HITS, {"query": query, "most": None})
    found = _sorted(hits, scope)
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def _sorted(hits: Sequence[int], scope: Scope) -> list[int]:
    params: dict[str, Any] = {"ids": list(hits), "units": sorted(scope.units)}
    return _ids(
        "SELECT c.id FROM unnest(%(ids)s::bigint[]) hit(id) JOIN cases_case c USING (id)"
        f" WHERE {_visible(scope)} {_NEWEST}",
        params,
    )


def _recent(query: str, scope: Scope) -> list[int]:
    """The newest of many: few units from an index range each, a large scope in order and filtered."""
    params: dict[str, Any] = {
        "query": query,
        "units": sorted(scope.units),
        "n": 2 * BATCH,
        "recent": RECENT,
    }
    if not _few(scope):
        walked = (
            f"(SELECT c.id, c.opened_at FROM cases_case c WHERE {_visible(scope)} {_NEWEST}"
            " LIMIT %(recent)s) c"
        )
        matches = _MATCHES.format(case="c")
        return _ids(f"SELECT c.id FROM {walked} WHERE {matches} {_NEWEST} LIMIT %(n)s", params)

    def ranged(condition: str) -> str:
        matches = _MATCHES.format(case="c")
        return (
            f"(SELECT c.id, c.opened_at FROM cases_case c WHERE {condition} AND {matches}"
            f" {_NEWEST} LIMIT %(n)s)"
        )

    merged = (
        "SELECT DISTINCT m.id, m.opened_at FROM unnest(%(units)s::bigint[]) u CROSS JOIN LATERAL"
        f" ({ranged('c.handler_unit_id = u')} UNION ALL {ranged('c.owner_unit_id = u')}) m"
    )
    return _ids(f"SELECT c.id FROM ({merged}) c {_NEWEST} LIMIT %(n)s", params)


def _few(scope: Scope) -> bool:
    return not scope.everything and len(scope.units) <= FEW_UNITS


def _visible(scope: Scope) -> str:
    """Handler or owner in scope, written so that no unit index is used for it."""
    if scope.everything:
        return "true"
    return (
        "(c.handler_unit_id + 0 = ANY(%(units)s::bigint[])"
        " OR c.owner_unit_id + 0 = ANY(%(units)s::bigint[]))"
    )


def _ids(sql: str, params: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]
