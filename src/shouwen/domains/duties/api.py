"""The register of duties as other systems read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.duties import actions, queries, rules
from shouwen.domains.duties.choices import Counting
from shouwen.domains.duties.forms import LONGEST_LIMIT, LONGEST_WAITING
from shouwen.domains.duties.models import Duty
from shouwen.platform.access.api_types import REFUSALS, ErrorOut, no_nul, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.tree import tree

router = Router(tags=["duties"])
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True),
    AfterValidator(no_nul),
]
Long = Annotated[str, StringConstraints(max_length=300), AfterValidator(no_nul)]


class DutyTermsIn(Schema):
    """What a duty promises; a draft binds nobody before the department publishes."""

    name: Name
    purpose: Long = ""
    topic: Annotated[str, StringConstraints(max_length=40), AfterValidator(no_nul)] = ""
    amount: Annotated[int, Field(ge=1, le=LONGEST_LIMIT)]
    counted_in: Counting
    waiting_minutes: Annotated[int, Field(ge=1, le=LONGEST_WAITING)] | None = None
    valid_from: date
    remark: Long = ""

    def terms(self) -> actions.Terms:
        return actions.Terms(**{**self.dict(), "counted_in": self.counted_in.value})


class DutyEndIn(Schema):
    """``valid_to`` is the first day on which it no longer holds."""

    valid_to: date


class DutyPlainIn(Schema):
    """A verb that needs no words."""


class DutyWrittenOut(Schema):
    """A duty as it stands after a verb."""

    id: int
    unit: int
    name: str
    purpose: str
    topic: str
    amount: int
    counted_in: str
    waiting_minutes: int | None
    remark: str
    valid_from: date
    valid_to: date | None
    state: str
    published_at: datetime | None


class DutyPublishedOut(Schema):
    items: list[DutyWrittenOut]


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


def _written(duty: Duty) -> dict[str, Any]:
    told = {name: getattr(duty, name) for name in DutyWrittenOut.model_fields if name != "unit"}
    return told | {"unit": duty.unit_id}


def _kept(request: StaffRequest, pk: int) -> Duty:
    return get_object_or_404(Duty.objects.kept_by(request.acting.scope), pk=pk)


def _kept_unit(request: StaffRequest, unit: int) -> int:
    if unit not in tree().nodes or not request.acting.scope.covers(unit):
        raise Http404
    return unit


@router.post(
    "/units/{int:unit}", response={201: DutyWrittenOut, **REFUSALS}, operation_id="draft_duty"
)
@requires(rules.DRAFT)
def draft_duty(request: StaffRequest, unit: int, payload: DutyTermsIn) -> HttpResponse:
    """Draft a new duty of a department, or what follows the one of this name."""
    wanted = _kept_unit(request, unit)

    def write() -> dict[str, Any]:
        by = request.acting.actor("api")
        return _written(actions.draft(wanted, payload.terms(), by=by, at=timezone.now()))

    return once(request, DutyWrittenOut, write, status=201)


@router.post(
    "/units/{int:unit}/publish",
    response={200: DutyPublishedOut, **REFUSALS},
    operation_id="publish_duties",
)
@requires(rules.PUBLISH)
def publish_duties(request: StaffRequest, unit: int, payload: DutyPlainIn) -> HttpResponse:
    """Publish every draft of a department; each holds from its day on, today at the earliest."""
    wanted = _kept_unit(request, unit)

    def write() -> dict[str, Any]:
        made = actions.publish(wanted, by=request.acting.actor("api"), at=timezone.now())
        return {"items": [_written(duty) for duty in made]}

    return once(request, DutyPublishedOut, write)


@router.post(
    "/{int:pk}/change", response={200: DutyWrittenOut, **REFUSALS}, operation_id="change_duty"
)
@requires(rules.DRAFT)
def change_duty(request: StaffRequest, pk: int, payload: DutyTermsIn) -> HttpResponse:
    """Change a draft; what is published is followed or ended."""
    duty = _kept(request, pk)

    def write() -> dict[str, Any]:
        by = request.acting.actor("api")
        return _written(actions.change(duty.pk, payload.terms(), by=by, at=timezone.now()))

    return once(request, DutyWrittenOut, write)


@router.post(
    "/{int:pk}/discard", response={200: DutyWrittenOut, **REFUSALS}, operation_id="discard_duty"
)
@requires(rules.DRAFT)
def discard_duty(request: StaffRequest, pk: int, payload: DutyPlainIn) -> HttpResponse:
    """Take a draft away; answered as it was."""
    duty = _kept(request, pk)

    def write() -> dict[str, Any]:
        told = _written(duty)
        actions.discard(duty.pk, by=request.acting.actor("api"), at=timezone.now())
        return told

    return once(request, DutyWrittenOut, write)


@router.post("/{int:pk}/end", response={200: DutyWrittenOut, **REFUSALS}, operation_id="end_duty")
@requires(rules.PUBLISH)
def end_duty(request: StaffRequest, pk: int, payload: DutyEndIn) -> HttpResponse:
    """End a published duty on a day; the default limits hold from then on."""
    duty = _kept(request, pk)

    def write() -> dict[str, Any]:
        by = request.acting.actor("api")
        return _written(actions.end(duty.pk, **payload.dict(), by=by, at=timezone.now()))

    return once(request, DutyWrittenOut, write)
