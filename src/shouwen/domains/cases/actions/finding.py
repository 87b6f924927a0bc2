"""Keep the search words of cases in step with what they say, in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries.search import PURPOSES, said
from shouwen.domains.cases.words import tokens
from shouwen.domains.customers.queries import Findable
from shouwen.platform.journal.actions import Said

STEP = 2_000
_APART = "\x1f"
_ROWS = """
SELECT u.id, array_to_tsvector(string_to_array(u.pieces, E'\\x1f'))
  FROM unnest(%s::bigint[], %s::text[]) AS u(id, pieces) ORDER BY u.id
"""
_UPSERT = f"""
INSERT INTO cases_search (case_id, tokens) {_ROWS}
ON CONFLICT (case_id) DO UPDATE SET tokens = excluded.tokens
"""
_ADD = f"""
UPDATE cases_search s SET tokens = s.tokens || w.tokens FROM ({_ROWS}) w(id, tokens)
 WHERE s.case_id = w.id
"""


def words_of(number: str, title: str, who: Findable, texts: Iterable[str] = ()) -> list[str]:
    """By what one case is found: number, title, the customer's name, address, line and tail, texts."""
    return tokens([number, title, who.name, who.address, who.phone_tail, who.account, *texts])


def index(case: Case, who: Findable, *, texts: Iterable[str] = ()) -> None:
    """Write the search words of one case, in one statement."""
    _write(_UPSERT, {case.pk: words_of(case.number, case.title, who, texts)})


def add_words(written: Sequence[Said]) -> None:
    """Notes and answers were written: their cases are found by them from now on; one statement."""
    texts: dict[int, list[str]] = {}
    for one in written:
        if one.purpose in PURPOSES:
            texts.setdefault(one.subject_id, []).append(one.body)
    _write(_ADD, {pk: tokens(bodies) for pk, bodies in texts.items()})


@transaction.atomic
def reindex(case_ids: Collection[int]) -> int:
    """Write the search words of these cases anew, from what they say now; how many there are."""
    ids = list(
        Case.objects.filter(pk__in=case_ids)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk", flat=True)
    )
    for start in range(0, len(ids), STEP):
        found = said(ids[start : start + STEP])
        _write(_UPSERT, {pk: tokens([text]) for pk, text in found.items()})
    return len(ids)


def reindex_all() -> Iterator[int]:
    """Every case, a step at a time, each step a transaction of its own; how many each wrote."""
    after = 0
    while ids := list(_ids_after(after)[:STEP]):
        yield reindex(ids)
        after = ids[-1]


def _ids_after(pk: int) -> QuerySet[Case, int]:
    return Case.objects.filter(pk__gt=pk).order_by("pk").values_list("pk", flat=True)


def reindex_customer(customer_id: int) -> int:
    """A customer's name or address was corrected: their cases are found by the new one."""
    return reindex(Case.objects.filter(customer_id=customer_id).values_list("pk", flat=True))


def reindex_customers(customer_ids: Collection[int]) -> int:
    """Many customers were renamed by an import: their cases are found by the new words, two thousand at once."""
    found = Case.objects.filter(customer_id__in=customer_ids).order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    return sum(reindex(ids[start : start + STEP]) for start in range(0, len(ids), STEP))


def _write(sql: str, words: dict[int, list[str]]) -> None:
    filled = {pk: pieces for pk, pieces in words.items() if pieces}
    if filled:
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(filled), [_APART.join(p) for p in filled.values()]])
