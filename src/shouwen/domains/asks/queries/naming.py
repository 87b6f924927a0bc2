"""What requests are called elsewhere: in notices, in lists of all kinds of matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from shouwen.domains.asks.choices import RequestKind
from shouwen.domains.asks.models import Request
from shouwen.platform.notify.words import Named


def named(ids: Collection[int]) -> Mapping[int, Named]:
    """Number and the case's title of these requests with the address of each, in one query."""
    rows = Request.objects.filter(pk__in=ids).values_list("pk", "number", "case__title")
    quick = RequestKind.QUICK.label
    return {
        pk: Named(f"{number} {title or quick}".strip(), reverse("asks:request", args=[pk]))
        for pk, number, title in rows
    }
