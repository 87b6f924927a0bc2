"""What cases are called elsewhere: in notices, in lists of all kinds of matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from shouwen.domains.cases.models import Case
from shouwen.platform.notify.targets import Roots
from shouwen.platform.notify.words import Named


def roots(case_id: int) -> Roots:
    """Who took the case in, and its topic: what the targets of a ladder may ask for."""
    row = Case.objects.filter(pk=case_id).values_list("owner_id", "category").first()
    return Roots(*row) if row else Roots()


def named(ids: Collection[int]) -> Mapping[int, Named]:
    """Number and title of these cases with the address of each, in one query."""
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    return {
        pk: Named(f"{number} {title}".strip(), reverse("cases:case", args=[pk]), number)
        for pk, number, title in rows
    }
