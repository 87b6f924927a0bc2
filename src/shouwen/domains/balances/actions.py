"""Take in how accounts stand. Nothing else writes the table of this app."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from shouwen.domains.balances.models import Standing
from shouwen.domains.customers import queries as customers
from shouwen.domains.customers.models import ServiceAccount
from shouwen.platform.access.scope import Scope

_UPSERT = """
INSERT INTO balances_standing AS s (account_id, balance, suspended_since, as_of, source, received_at)
SELECT n.account_id, n.balance, n.suspended_since, n.as_of, %s, %s
  FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::timestamptz[])
       AS n (account_id, balance, suspended_since, as_of)
 ORDER BY n.account_id
ON CONFLICT (account_id) DO UPDATE
   SET balance = EXCLUDED.balance, suspended_since = EXCLUDED.suspended_since,
       as_of = EXCLUDED.as_of, source = EXCLUDED.source, received_at = EXCLUDED.received_at
 WHERE s.as_of < EXCLUDED.as_of
"""


@dataclass(frozen=True, slots=True)
class News:
    """What the billing system says of one account: ``balance`` in cents, below zero is owed."""

    account: str
    balance: int
    as_of: datetime
    suspended_since: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a delivery: taken in, older than what is here, not known here, dated ahead."""

    taken: int
    older: int
    unknown: tuple[str, ...]
    ahead: tuple[str, ...]


@transaction.atomic
def take(rows: Sequence[News], *, source: str, scope: Scope, at: datetime) -> Taken:
    """账户状况接收: of each account the newest word counts, in whatever order deliveries come.

    Two statements for any number of rows. An account outside the scope is as unknown as none.
    """
    ahead = tuple(row.account for row in rows if row.as_of > at)
    newest: dict[str, News] = {}
    for row in rows:
        if row.as_of <= at and (row.account not in newest or newest[row.account].as_of < row.as_of):
            newest[row.account] = row
    ids = _accounts(newest, scope)
    written = _write([(ids[n], row) for n, row in newest.items() if n in ids], source, at)
    unknown = tuple(number for number in newest if number not in ids)
    repeated = len(rows) - len(ahead) - len(newest)
    return Taken(written, len(ids) - written + repeated, unknown, ahead)


def forget(customer_ids: Collection[int]) -> int:
    """删除账户状况: what these people owe goes with them; how many accounts."""
    gone, _of_each = Standing.objects.filter(account__customer__in=list(customer_ids)).delete()
    return gone


def _accounts(numbers: dict[str, News], scope: Scope) -> dict[str, int]:
    found = ServiceAccount.objects.filter(number__in=list(numbers))
    if not scope.everything:
        found = found.filter(customer__in=customers.visible(scope=scope))
    return dict(found.values_list("number", "pk"))


def _write(rows: Sequence[tuple[int, News]], source: str, at: datetime) -> int:
    """How many were news."""
    if not rows:
        return 0
    columns = (
        [pk for pk, _row in rows],
        [row.balance for _pk, row in rows],
        [row.suspended_since for _pk, row in rows],
        [row.as_of for _pk, row in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [source, at, *columns])
        return int(cursor.rowcount)
