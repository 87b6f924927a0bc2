"""What cases are called elsewhere: in notices, in lists of all kinds of matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from shouwen.domains.cases.models import Case
from shouwen.platform.notify.words import Named


def named(ids: Collection[int]) -> Mapping[int, Named]:
    """Number and title of these cases with the address of each, in one query."""
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    return {
        pk: Named(f"{number} {title}".strip(), reverse("cases:case", args=[pk]), number)
        for pk, number, title in rows
    }
