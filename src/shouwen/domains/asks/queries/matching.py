"""What the limit rules look at when they choose the limits of requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shouwen.domains.asks.models import KIND, Request
from shouwen.platform.notify.targets import Roots


def matches(ids: Collection[int]) -> Mapping[int, Mapping[str, object]]:
    """The properties of these requests: those of the case, and the unit that has to answer."""
    rows = Request.objects.filter(pk__in=ids).values_list(
        "pk", "case__kind", "case__category", "case__channel", "unit_id"
    )
    return {
        pk: {
            "subject": KIND,
            "kind": kind,
            "category": category,
            "channel": channel,
            "unit": unit,
        }
        for pk, kind, category, channel, unit in rows
    }


def by_number(text: str) -> int | None:
    """The id of a request by its number, or by the id itself."""
    if text.isascii() and text.isdecimal() and len(text) < 19:
        return Request.objects.filter(pk=int(text)).values_list("pk", flat=True).first()
    return Request.objects.filter(number=text.upper()).values_list("pk", flat=True).first()


def numbers(ids: Collection[int]) -> Mapping[int, str]:
    return dict(Request.objects.filter(pk__in=ids).values_list("pk", "number"))


def roots(request_id: int) -> Roots:
    """Who asked: the owner in the sense of a ladder's targets."""
    asker = Request.objects.filter(pk=request_id).values_list("asking_person_id", flat=True)
    return Roots(owner=asker.first())
