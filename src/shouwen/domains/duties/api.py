"""The register of duties as other systems read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.duties import queries, rules
from shouwen.platform.access.api_types import ErrorOut, no_nul
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["duties"])


class DutyOut(Schema):
    """One duty in force or to come; ``waiting_minutes`` null: the default of a waiting customer."""

    id: int
    unit: int
    unit_code: str
    name: str
    purpose: str
    topic: str
    amount: int
    counted_in: str
    waiting_minutes: int | None
    remark: str
    valid_from: date
    valid_to: date | None
    published_at: datetime | None
    a: int | None
    b: int | None


class DutyPageOut(Schema):
    """The duties of up to 40 departments; ``after`` asks for more, null at the end."""

    items: list[DutyOut]
    after: int | None
    departments: int


class DutyIn(Schema):
    """``q`` finds duties and departments by words."""

    q: Annotated[str, StringConstraints(max_length=60), AfterValidator(no_nul)] = ""
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get(
    "", response={200: DutyPageOut, 401: ErrorOut, 403: ErrorOut}, operation_id="list_duties"
)
@requires(rules.VIEW)
def list_duties(request: StaffRequest, wanted: Query[DutyIn]) -> dict[str, Any]:
    """职责清单: what departments have promised, by department."""
    acting = request.acting
    reach = queries.readable(acting.unit_id, everything=acting.scope.everything)
    found = queries.overview(reach, text=wanted.q, start=wanted.after, at=timezone.now())
    last = wanted.after + len(found.registers)
    return {
        "items": [_out(one.unit.code, line) for one in found.registers for line in one.lines],
        "after": last if last < found.total else None,
        "departments": found.total,
    }


def _out(code: str, line: queries.Line) -> dict[str, Any]:
    duty, named = line.duty, {c.role: c.staff_id for c in line.contacts}
    return {
        "id": duty.pk,
        "unit": duty.unit_id,
        "unit_code": code,
        **{n: getattr(duty, n) for n in ("name", "purpose", "topic", "amount", "counted_in")},
        **{n: getattr(duty, n) for n in ("waiting_minutes", "remark", "valid_from", "valid_to")},
        "published_at": duty.published_at,
        "a": named.get("A"),
        "b": named.get("B"),
    }
