"""Keep the search words of cases in step with what they say."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from shouwen.domains.cases.models import Case
from shouwen.domains.cases.words import tokens
from shouwen.domains.customers.queries import Findable, findable

_UPSERT = """
INSERT INTO cases_search (case_id, tokens) VALUES (%s, array_to_tsvector(%s::text[]))
ON CONFLICT (case_id) DO UPDATE SET tokens = excluded.tokens
"""


def words_of(number: str, title: str, who: Findable) -> list[str]:
    """By what one case is found: number, title, and the customer's name, address, line and tail."""
    return tokens([title, who.name, who.address], codes=[number, who.phone_tail, who.account])


def index(case: Case, who: Findable) -> None:
    """Write the search words of one case, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [case.pk, words_of(case.number, case.title, who)])


def reindex_customer(customer_id: int) -> int:
    """A customer's name or address was corrected: their cases are found by the new one."""
    cases: Sequence[Case] = list(Case.objects.filter(customer_id=customer_id).order_by("pk"))
    for case in cases:
        index(case, findable(case.customer_id, case.account_id))
    return len(cases)
