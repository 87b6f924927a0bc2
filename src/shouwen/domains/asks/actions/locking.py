"""The first lines of every verb: the case first, then the request, then the lifecycle table.

Always in this order, so that two verbs on one case never wait for each other in a circle.
"""

from __future__ import annotations

from shouwen.domains.asks.errors import NotPossibleNow, TextMissing
from shouwen.domains.asks.lifecycle import LIFECYCLE
from shouwen.domains.asks.models import Request
from shouwen.domains.cases.models import Case


def locked(request_id: int, verb: str) -> Request:
    """The request and its case, held against everybody else, if ``verb`` is allowed now."""
    case_id = Request.objects.values_list("case_id", flat=True).get(pk=request_id)
    if case_id is not None:
        Case.objects.lock(case_id)
    request = Request.objects.lock(request_id)
    if not request.can(verb):
        raise NotPossibleNow(verb, request.state)
    return request


def moved(request: Request, verb: str, **fields: object) -> Request:
    """Apply a verb: next state and the given fields, saved in one statement."""
    request.state = LIFECYCLE.after(request.state, verb)
    for name, value in fields.items():
        setattr(request, name, value)
    request.save(update_fields=["state", *fields])
    return request


def needed(text: str) -> str:
    """Words somebody has to give; blank is refused."""
    text = text.strip()
    if not text:
        raise TextMissing
    return text
