"""Questions about accounts, roles and personal data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from shouwen.kernel.subject import Subject
from shouwen.platform.access.models import Account, ApiToken, Role, RolePermission, Unmask


def is_unmasked(account_id: int, subject: Subject, field: str, at: datetime) -> bool:
    """Whether the account has given a reason for this field within the last fifteen minutes."""
    return field in unmasked_fields(account_id, subject, at)


def unmasked_fields(account_id: int, subject: Subject, at: datetime) -> frozenset[str]:
    """Every field of the subject the account may see in full at this moment."""
    looks = Unmask.objects.filter(
        account_id=account_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        at__lte=at,
        until__gt=at,
    )
    return frozenset(looks.values_list("field", flat=True))


def tokens_of(account_id: int) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(account_id=account_id, revoked_at__isnull=True).order_by("pk")


def roles() -> QuerySet[Role]:
    """All roles with how many verbs they hold, in the order they were made."""
    verbs = Prefetch("permissions", RolePermission.objects.order_by("code"))
    return Role.objects.annotate(verbs=Count("permissions")).prefetch_related(verbs).order_by("pk")


def role_codes() -> list[str]:
    """The codes of all roles, in the order they were made."""
    return list(Role.objects.order_by("pk").values_list("code", flat=True))


def logins_in_use(logins: Collection[str]) -> frozenset[str]:
    """Those of the logins that an account has already."""
    return frozenset(Account.objects.filter(login__in=logins).values_list("login", flat=True))


LOOKS = 100


def looks(
    *, since: datetime, login: str = "", after: int | None = None
) -> tuple[Sequence[Unmask], bool]:
    """The looks at full data since then, newest first, a hundred at a time; whether there are more."""
    found = Unmask.objects.filter(at__gte=since).select_related("account")
    if login:
        found = found.filter(account__login=login)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: LOOKS + 1])
    return rows[:LOOKS], len(rows) > LOOKS


def lookers(*, since: datetime) -> list[tuple[str, int]]:
    """Who looked most often since then, with how often; at most ten."""
    counted = Unmask.objects.filter(at__gte=since).values_list("account__login")
    return list(counted.annotate(n=Count("pk")).order_by("-n", "account__login")[:10])
