"""Many matters taken in by one call: each row for itself, each once, whatever becomes of its neighbours."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import StringConstraints, ValidationError

from shouwen.domains.cases import rules
from shouwen.domains.cases.api.cases import OpenIn, of_somebody_known, opened
from shouwen.kernel.errors import Refused
from shouwen.platform.access import idempotency
from shouwen.platform.access.api_types import ErrorOut
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["cases"])
MOST = 500


class RowIn(OpenIn):
    """A matter with a key of your own: sent again under it, it is not opened again."""

    key: Annotated[
        str,
        StringConstraints(min_length=1, max_length=idempotency.LONGEST_KEY, pattern=r"^[^\x00]+$"),
    ]


class BulkIn(Schema):
    """``rows``: what ``open_case`` takes, and ``key``. A row that cannot be read stops no other."""

    rows: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST)]


class WrongOut(Schema):
    at: list[str]
    what: str


class BulkRowOut(Schema):
    """What became of one row: ``repeated`` gives the case its key had opened before."""

    row: int
    key: str
    result: Literal["opened", "repeated", "refused", "invalid"]
    case: int | None = None
    number: str = ""
    code: str = ""
    message: str = ""
    fields: list[WrongOut] = []


class BulkOut(Schema):
    opened: int
    repeated: int
    refused: int
    invalid: int
    rows: list[BulkRowOut]


@router.post(
    "/bulk",
    response={200: BulkOut, 401: ErrorOut, 403: ErrorOut, 422: ErrorOut},
    operation_id="open_cases",
)
@requires(rules.OPEN)
def open_cases(request: StaffRequest, payload: BulkIn) -> BulkOut:
    """Take up to 500 matters in. Good rows go in, each in a transaction of its own; every row is answered for."""
    rows = [_taken(request, n, row) for n, row in enumerate(payload.rows)]
    count = {
        word: sum(r.result == word for r in rows)
        for word in ("opened", "repeated", "refused", "invalid")
    }
    return BulkOut(rows=rows, **count)


def _taken(request: StaffRequest, n: int, given: dict[str, Any]) -> BulkRowOut:
    key = given.get("key")
    told: dict[str, Any] = {"row": n, "key": key if isinstance(key, str) else ""}
    try:
        row = RowIn.model_validate(given)
    except ValidationError as error:
        wrong = [WrongOut(at=[str(p) for p in e["loc"]], what=e["msg"]) for e in error.errors()]
        return BulkRowOut(**told, result="invalid", code="invalid", fields=wrong)
    try:
        of_somebody_known(request, row)
        answer = _once(request, row, given)
    except Http404:
        return BulkRowOut(**told, result="refused", code="not_found")
    except Refused as refusal:
        return BulkRowOut(**told, result="refused", code=refusal.code, message=str(refusal))
    result: Literal["opened", "repeated"] = "repeated" if answer.repeated else "opened"
    return BulkRowOut(**told, result=result, **answer.response)


def _once(request: StaffRequest, row: RowIn, given: dict[str, Any]) -> idempotency.Answer:
    """The row under its key, of the account and this address."""

    def write() -> tuple[int, Any]:
        case = opened(request, row)
        return 201, {"case": case.pk, "number": case.number}

    body = json.dumps(given, sort_keys=True, ensure_ascii=False, default=str).encode()
    scope = f"{request.user.pk} POST {request.path}"
    return idempotency.once(scope, row.key, body, write, at=timezone.now())
