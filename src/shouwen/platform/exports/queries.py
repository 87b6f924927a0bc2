"""How much is left today, and who exported what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Sum

from shouwen.platform.exports.models import Grant, Quota, ReadDay, Use

PAGE = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's day: what is allowed, what was taken. ``most`` None: nothing was ever set."""

    most: int | None
    taken: int

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(self.most - self.taken, 0)


_STANDING = """
SELECT (
    SELECT rows_a_day FROM exports_quota
    WHERE since <= %(day)s AND (account_id = %(account)s OR account_id IS NULL AND role_code IN (%(role)s, ''))
    ORDER BY account_id NULLS LAST, role_code DESC, since DESC LIMIT 1
),
(SELECT coalesce(sum(rows), 0) FROM exports_grant WHERE account_id = %(account)s AND day = %(day)s),
(SELECT coalesce(sum(rows), 0) FROM exports_use WHERE account_id = %(account)s AND day = %(day)s)
    + (SELECT coalesce(sum(rows), 0) FROM exports_readday WHERE account_id = %(account)s AND day = %(day)s)
"""


def standing(account_id: int, role_code: str, *, day: date) -> Standing:
    """今日额度: the account's own newest quota, else the role's, else everybody's; what was granted more, what was taken.

    One statement. Whoever counts holds the account's row of the day before asking (``exports_readday``), so that what
    this statement sees is the last word; as one statement with the counting it would look before it has waited.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"account": account_id, "role": role_code, "day": day})
        most, more, taken = cursor.fetchone()
    return Standing(most=None if most is None else most + int(more), taken=int(taken))


def uses(*, since: date, login: str = "", after: int | None = None) -> tuple[Sequence[Use], bool]:
    """The exports since that day, newest first, a hundred at a time; whether there are more."""
    found = Use.objects.filter(day__gte=since).select_related("account__staff")
    if login:
        found = found.filter(account__login=login)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def takers(*, since: date) -> list[tuple[str, str | None, int, int]]:
    """Who took the most rows since that day: login, name, files, rows; at most ten."""
    taken = Use.objects.filter(day__gte=since, account__isnull=False)
    found = taken.values_list("account__login", "account__staff__name")
    return list(found.annotate(n=Count("pk"), total=Sum("rows")).order_by("-total")[:10])


def reads(*, since: date, login: str = "") -> list[ReadDay]:
    """What was read page by page since that day, the newest day first and the most first; fifty."""
    found = ReadDay.objects.filter(day__gte=since, rows__gt=0) | ReadDay.objects.filter(
        day__gte=since, refused_at__isnull=False
    )
    if login:
        found = found.filter(account__login=login)
    return list(found.select_related("account__staff").order_by("-day", "-rows")[:50])


def grants(*, since: date) -> list[Grant]:
    found = Grant.objects.filter(day__gte=since).select_related("account__staff", "by__staff")
    return list(found.order_by("-pk")[:50])


def quotas() -> list[Quota]:
    found = Quota.objects.select_related("account__staff")
    return list(found.order_by("role_code", "account", "-since")[:50])
