"""Requests about personal data in JSON: the same verbs and refusals as on the card of the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router, Schema

from shouwen.domains.privacy import actions, rules
from shouwen.domains.privacy.choices import Checked, Delivered, RefusalGround, Wish
from shouwen.domains.privacy.models import DataRequest
from shouwen.domains.privacy.queries.requests import Line, listed
from shouwen.domains.privacy.reach import case_in_sight, copy_of, request_in_sight, way_to_ask
from shouwen.platform.access.api_types import READS, REFUSALS, BigId, ErrorOut, Given, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.answering import marked
from shouwen.platform.exports.reading import within_quota

router = Router(tags=["data requests"])


class DataRequestOut(ModelSchema):
    """A request without words: they are the answer of its case. ``proof``: what was erased, counted."""

    proof: dict[str, Any]

    class Meta:
        model = DataRequest
        fields = [
            "id",
            "case",
            "instance",
            "customer",
            "wish",
            "checked",
            "asked_at",
            "outcome",
            "ground",
            "delivered",
            "export_number",
            "done_at",
            "done_by",
        ]


class DataRequestLineOut(Schema):
    """A case of the kind; ``request`` is null while nobody has said what is wanted."""

    case: int
    number: str
    state: str
    unit: int
    opened_at: datetime
    due_at: datetime | None
    request: DataRequestOut | None


class DataRequestPageOut(Schema):
    """One page; ``after`` is the page that follows, null at the end."""

    items: list[DataRequestLineOut]
    after: int | None


class DataRequestListIn(Schema):
    page: Annotated[int, Field(ge=1, le=9999)] = 1


class AskDataIn(Schema):
    """``case`` of another kind: the request gets a case of its own, related to it."""

    case: BigId
    wish: Wish
    checked: Checked


class VerifyPersonIn(Schema):
    checked: Checked


class AnswerDataIn(Schema):
    text: Given
    delivered: Delivered = Delivered.TOLD


class RefuseDataIn(Schema):
    text: Given
    ground: RefusalGround


@router.get("", response={200: DataRequestPageOut, **READS}, operation_id="list_data_requests")
@requires(rules.HANDLE)
def list_data_requests(request: StaffRequest, wanted: Query[DataRequestListIn]) -> dict[str, Any]:
    """A page of 50: those still open by the limit of the law, then those that ended."""
    lines, more = listed(request.acting.scope, page=wanted.page)
    items = [_told(line) for line in within_quota(request, lines)]
    return {"items": items, "after": wanted.page + 1 if more else None}


def _told(line: Line) -> dict[str, Any]:
    case = line.case
    return {
        "case": case.pk,
        "number": case.number,
        "state": case.state,
        "unit": case.owner_unit_id,
        "opened_at": case.opened_at,
        "due_at": line.clock and line.clock.due_at,
        "request": line.asked,
    }


@router.get(
    "/{int:pk}",
    response={200: DataRequestOut, **READS, 404: ErrorOut},
    operation_id="get_data_request",
)
@requires(rules.HANDLE)
def get_data_request(request: StaffRequest, pk: int) -> DataRequest:
    """One request of a case the caller may see."""
    return within_quota(request, [request_in_sight(request, pk)])[0]


@router.post("", response={201: DataRequestOut, **REFUSALS}, operation_id="register_data_request")
@requires(rules.HANDLE)
def register_data_request(request: StaffRequest, payload: AskDataIn) -> HttpResponse:
    """Register what the person of a case wants and how it was made sure who asks."""
    case = case_in_sight(request, payload.case)
    terms = payload.model_dump(exclude={"case"})

    def write() -> DataRequest:
        by = request.acting.actor("api")
        return way_to_ask(case)(case.pk, **terms, by=by, at=timezone.now())

    return once(request, DataRequestOut, write, status=201)


def _verb(request: StaffRequest, pk: int, act: Callable[..., DataRequest], payload: Schema) -> HttpResponse:  # fmt: skip
    row = request_in_sight(request, pk)
    by, terms = request.acting.actor("api"), payload.model_dump()
    return once(request, DataRequestOut, lambda: act(row.pk, **terms, by=by, at=timezone.now()))


@router.post(
    "/{int:pk}/verify", response={200: DataRequestOut, **REFUSALS}, operation_id="verify_person"
)
@requires(rules.HANDLE)
def verify_person(request: StaffRequest, pk: int, payload: VerifyPersonIn) -> HttpResponse:
    """Say how it was made sure who asks, found out after the request was registered."""
    return _verb(request, pk, actions.verify_person, payload)


@router.post(
    "/{int:pk}/answer",
    response={200: DataRequestOut, **REFUSALS},
    operation_id="answer_data_request",
)
@requires(rules.HANDLE)
def answer_data_request(request: StaffRequest, pk: int, payload: AnswerDataIn) -> HttpResponse:
    """Carry it out and answer the case; a deletion erases, a copy was fetched before."""
    return _verb(request, pk, actions.answer, payload)


@router.post(
    "/{int:pk}/refuse",
    response={200: DataRequestOut, **REFUSALS},
    operation_id="refuse_data_request",
)
@requires(rules.HANDLE)
def refuse_data_request(request: StaffRequest, pk: int, payload: RefuseDataIn) -> HttpResponse:
    """Refuse it on a ground the law knows, with the reason for the person."""
    return _verb(request, pk, actions.refuse, payload)


@router.post(
    "/{int:pk}/package", response={200: None, **REFUSALS}, operation_id="fetch_personal_data"
)
@requires(rules.HANDLE)
def fetch_personal_data(request: StaffRequest, pk: int) -> HttpResponse:
    """The copy for the verified person, a ZIP: counted as an export, whose number the request keeps."""
    row = request_in_sight(request, pk)
    return marked(request, **copy_of(row, at=timezone.now()))
