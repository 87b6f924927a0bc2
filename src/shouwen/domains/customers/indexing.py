"""Keep the search words of customers in step with their names, numbers and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from shouwen.domains.customers.words import tokens

SET = 2_000
_UPSERT = """
INSERT INTO customers_search (customer_id, tokens)
SELECT t.id, array_to_tsvector(string_to_array(t.words, ' '))
  FROM unnest(%s::bigint[], %s::text[]) AS t (id, words)
ON CONFLICT (customer_id) DO UPDATE SET tokens = excluded.tokens
"""
_ONE = """
SELECT c.id, c.name, c.phone_tail, array_remove(array_agg(DISTINCT a.address) || c.address::text, NULL)
  FROM customers_customer c LEFT JOIN customers_serviceaccount a ON a.customer_id = c.id
 WHERE c.id = ANY(%s) GROUP BY c.id
"""
Words = tuple[int, str, str, Sequence[str]]
"""Id, name, last four digits of the telephone, addresses."""


def write(rows: Iterable[Words]) -> None:
    """Write the words of these customers, two thousand a statement."""
    part: list[Words] = []
    for row in rows:
        part.append(row)
        if len(part) == SET:
            _put(part)
            part = []
    _put(part)


def refresh(ids: Sequence[int]) -> None:
    """Read what these customers are called now, and write their words."""
    write(_read(ids))


def _read(ids: Sequence[int]) -> Iterator[Words]:
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [list(ids)])
        yield from cursor.fetchall()


def _put(rows: Sequence[Words]) -> None:
    found = [
        (pk, " ".join(tokens(name=name, phone_tail=tail, addresses=places)))
        for pk, name, tail, places in rows
    ]
    found = [(pk, words) for pk, words in found if words]
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [[pk for pk, _ in found], [words for _, words in found]])
