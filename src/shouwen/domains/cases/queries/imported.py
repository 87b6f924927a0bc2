"""Cases by the batch that brought them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.models import Case
from shouwen.platform.access.scope import Scope


def brought_by(batch: int) -> list[int]:
    """The cases a batch brought that are not void yet, oldest id first."""
    found = Case.objects.filter(source_batch=batch).exclude(state=CaseState.VOID)
    return list(found.order_by("pk").values_list("pk", flat=True))


def brought_cases(batch: int, *, scope: Scope) -> QuerySet[Case]:
    """The cases of a batch that the reader may see, oldest id first."""
    return Case.objects.visible_to(scope).filter(source_batch=batch).order_by("pk")


def standing_cases(ids: Collection[int]) -> dict[int, Case]:
    """These cases by their id, as they stand, each with its account."""
    return Case.objects.select_related("account").in_bulk(ids)


def numbers_of(ids: Collection[int]) -> list[str]:
    """The numbers of these cases, in order."""
    found = Case.objects.filter(pk__in=ids).order_by("number")
    return list(found.values_list("number", flat=True))
