"""How much is left today, and who exported what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from shouwen.platform.exports.models import Grant, Quota, Use

PAGE = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's day: what is allowed, what was taken. ``most`` None: nothing was ever set."""

    most: int | None
    taken: int

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(self.most - self.taken, 0)


def quota_of(role_code: str, *, day: date) -> int | None:
    """Rows a day for this role: its own newest quota, else everybody's."""
    for code in dict.fromkeys((role_code, "")):
        held = Quota.objects.filter(role_code=code, since__lte=day).order_by("-since").first()
        if held is not None:
            return held.rows_a_day
    return None


def standing(account_id: int, role_code: str, *, day: date) -> Standing:
    """今日额度: the quota with what was granted more, and what was taken."""
    most = quota_of(role_code, day=day)
    more = Grant.objects.filter(account_id=account_id, day=day).aggregate(n=Sum("rows"))["n"] or 0
    taken = Use.objects.filter(account_id=account_id, day=day).aggregate(n=Sum("rows"))["n"] or 0
    return Standing(most=None if most is None else most + more, taken=taken)


def uses(*, since: date, login: str = "", after: int | None = None) -> tuple[Sequence[Use], bool]:
    """The exports since that day, newest first, a hundred at a time; whether there are more."""
    found = Use.objects.filter(day__gte=since).select_related("account")
    if login:
        found = found.filter(account__login=login)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def takers(*, since: date) -> list[tuple[str, int, int]]:
    """Who took the most rows since that day: login, files, rows; at most ten."""
    found = Use.objects.filter(day__gte=since, account__isnull=False).values_list("account__login")
    return list(found.annotate(n=Count("pk"), total=Sum("rows")).order_by("-total")[:10])


def grants(*, since: date) -> list[Grant]:
    found = Grant.objects.filter(day__gte=since).select_related("account", "by")
    return list(found.order_by("-pk")[:50])


def quotas() -> list[Quota]:
    return list(Quota.objects.order_by("role_code", "-since")[:50])
