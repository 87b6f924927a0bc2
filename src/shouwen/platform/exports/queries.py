"""How much is left today, and who exported what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Model, Q, QuerySet, Subquery, Sum

from shouwen.platform.access.models import Account
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


def quota_of(role_code: str, *, account_id: int | None = None, day: date) -> int | None:
    """Rows a day: the account's own newest quota, else the role's, else everybody's."""
    return _nearest(role_code, account_id, day).values_list("rows_a_day", flat=True).first()


def _nearest(role_code: str, account_id: int | None, day: date) -> QuerySet[Quota]:
    mine = Q(account=account_id) if account_id else Q(pk=None)
    roles = Q(role_code__in={role_code, ""}, account=None)
    begun = Quota.objects.filter(mine | roles, since__lte=day)
    return begun.order_by(F("account").asc(nulls_last=True), "-role_code", "-since")


def standing(account_id: int, role_code: str, *, day: date) -> Standing:
    """今日额度: the quota with what was granted more, and what was taken or read page by page; one statement.

    Whoever counts holds the account's row of the day before asking: what this statement sees is then the last word.
    """
    nearest = _nearest(role_code, account_id, day)
    parts = [Subquery(nearest.values("rows_a_day")[:1])]
    parts += [_rows_of(model, account_id, day) for model in (Grant, Use, ReadDay)]
    most, *sums = Account.objects.filter(pk=account_id).values_list(*parts).get()
    more, taken, read = (n or 0 for n in sums)
    return Standing(most=None if most is None else most + more, taken=taken + read)


def _rows_of(model: type[Model], account_id: int, day: date) -> Subquery:
    of_day = model._default_manager.filter(account_id=account_id, day=day)
    return Subquery(of_day.order_by().values("account").annotate(n=Sum("rows")).values("n"))


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
