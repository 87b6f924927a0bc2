"""What the limit rules look at when they choose the limits of requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.asks.models import KIND, Request
from shouwen.domains.duties.choices import QUICK, WAITING
from shouwen.platform.clocks.limits import DUTY
from shouwen.platform.notify.targets import Roots

KINDS: Mapping[str, Promise] = {
    QUICK: _("Quick ask"),
    WAITING: _("Quick ask, customer waiting"),
}
"""What a condition on the kind may name beside the kinds of cases."""


def properties(request: Request) -> dict[str, object]:
    """The properties of a request: those of its case, and the unit that has to answer.

    A quick ask is a kind of its own: what it is about does not change how long an answer may take.
    """
    case = request.case
    kind: str = case.kind if case is not None else ""
    if request.is_quick:
        kind = WAITING if request.waiting else QUICK
    return {
        "subject": KIND,
        "kind": kind,
        "category": case.category if case is not None else "",
        "channel": case.channel if case is not None else "",
        "unit": request.unit_id,
        DUTY: _promised(request),
    }


def _promised(request: Request) -> str:
    """The duty whose time holds: where the customer waits, only if it promised one for that."""
    duty = request.duty
    if duty is None or (request.waiting and duty.waiting_minutes is None):
        return ""
    return duty.name


def matches(ids: Collection[int]) -> Mapping[int, Mapping[str, object]]:
    """The properties of these requests."""
    found = Request.objects.filter(pk__in=ids).select_related("case", "duty")
    return {request.pk: properties(request) for request in found}


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
