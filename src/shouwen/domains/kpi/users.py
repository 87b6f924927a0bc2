"""The numbers of users there are, and a list of them as somebody pasted it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from shouwen.domains.kpi.errors import UnitUnknown
from shouwen.domains.kpi.models import UserCount
from shouwen.platform.access.scope import Scope
from shouwen.platform.org import queries as org
from shouwen.platform.org.models import Unit

PAGE = 100


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of the list: whose users, as of which day, by whose word; whether it still counts."""

    id: int
    unit: str
    code: str
    day: date
    users: int
    source: str
    at: datetime
    who: str
    counts: bool


def counted(
    units: Collection[int], *, after: int = 0, most: int = PAGE
) -> tuple[list[Counted], bool]:
    """用户数 of these units, the newest day first; whether there are more."""
    later = UserCount.objects.filter(
        unit=OuterRef("unit"), day=OuterRef("day"), pk__gt=OuterRef("pk")
    )
    found = (
        UserCount.objects.filter(unit_id__in=units)
        .annotate(superseded=Exists(later))
        .select_related("unit")
        .order_by("-day", "-pk")[after : after + most + 1]
    )
    rows: Sequence[UserCount] = list(found)
    names = org.account_names([row.by_id for row in rows])
    return [_shown(row, names.get(row.by_id or 0, "")) for row in rows[:most]], len(rows) > most


def _shown(row: UserCount, who: str) -> Counted:
    return Counted(
        row.pk,
        row.unit.name,
        row.unit.code,
        row.day,
        row.users,
        row.source,
        row.at,
        who,
        not row.superseded,  # type: ignore[attr-defined]
    )


def units_named(codes: Collection[str], scope: Scope) -> dict[str, int]:
    """The units of these codes; one outside the scope is as unknown as one that is not there."""
    found = Unit.objects.filter(code__in=codes, valid_to__isnull=True).values_list("code", "pk")
    known = {code: pk for code, pk in found if scope.covers(pk)}
    for code in codes:
        if code not in known:
            raise UnitUnknown(code=code)
    return known
