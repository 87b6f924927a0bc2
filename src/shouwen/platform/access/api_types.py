"""What every app's part of the API shares: how values may be spelled, how it says no, one write for one key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from shouwen.platform.access import idempotency
from shouwen.platform.access.api_json import plain


def no_nul(text: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    if "\x00" in text:
        raise ValueError("a text must not contain NUL")
    return text


def _of_this_age(moment: datetime) -> datetime:
    """What calendars and the database reckon with in every zone; in UTC, for it knows offsets to 15:59 only."""
    if not 2000 <= moment.year < 8999:
        raise ValueError("a time between the years 2000 and 8999")
    return moment.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_of_this_age)]
BigId = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
Words = Annotated[str, StringConstraints(max_length=4000), AfterValidator(no_nul)]
Given = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, strip_whitespace=True),
    AfterValidator(no_nul),
]


class ErrorOut(Schema):
    """Why not: ``code`` is stable, ``message`` in the language of the account.

    ``details``: what a program may need of the reason, where there is such: codes and numbers.
    """

    code: str
    message: str = ""
    details: dict[str, Any] | None = None


READS = {401: ErrorOut, 403: ErrorOut, 429: ErrorOut}
"""Of pages of matters: read by the quota of the day."""
REFUSALS = {401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 422: ErrorOut}


def once(
    request: HttpRequest,
    out: type[Schema],
    write: Callable[[], object],
    *,
    status: int = 200,
    body: bytes | None = None,
) -> HttpResponse:
    """Run a write once per key (header ``Idempotency-Key``, of the account and address); its outcome as ``out``.

    ``body``: what stands for the request's where that is a form with files.
    """

    def answer() -> tuple[int, Any]:
        return status, plain(out.model_validate(write()))

    key = idempotency.key_of(request.headers)
    if not key:
        code, said = answer()
    else:
        scope = f"{request.user.pk} {request.method} {request.path}"
        sent = request.body if body is None else body
        done = idempotency.once(scope, key, sent, answer, at=timezone.now())
        code, said = done.status, done.response
    text = json.dumps(said, ensure_ascii=False)
    return HttpResponse(text, status=code, content_type="application/json; charset=utf-8")
