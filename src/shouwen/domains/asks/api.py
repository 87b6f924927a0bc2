"""Internal requests in JSON: the same questions, the same verbs, the same refusals as on the pages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.asks import actions, rules
from shouwen.domains.asks.models import AnswerRating, Request
from shouwen.domains.asks.queries import inbox
from shouwen.domains.asks.verbs import VERBS, may, may_rate
from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.models import Case
from shouwen.platform.access.api_types import (
    READS,
    REFUSALS,
    BigId,
    ErrorOut,
    Given,
    Words,
    no_nul,
    once,
)
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import within_quota
from shouwen.platform.org import queries as org

router = Router(tags=["requests"])


class RequestOut(ModelSchema):
    """A request without its words; ``question_id`` is the journal entry that keeps the question."""

    class Meta:
        model = Request
        fields = [
            "id",
            "number",
            "kind",
            "made_by",
            "waiting",
            "topic",
            "duty",
            "case",
            "asking_unit",
            "asking_person",
            "unit",
            "person",
            "question_id",
            "blocking",
            "state",
            "outcome",
            "asked_at",
            "accepted_at",
            "answered_at",
            "ended_at",
            "last_note_at",
        ]


class RequestPageOut(Schema):
    """One page; ``after`` asks for the next one, null at the end."""

    items: list[RequestOut]
    after: int | None
    count: int


class AskIn(Schema):
    """``duty`` is one the unit has in force; the request has its time then."""

    case: BigId
    unit: BigId
    duty: BigId | None = None
    text: Given
    blocking: bool = True


class QuickIn(Schema):
    """``case`` is null for a question about no case; without ``staff`` contact A is asked."""

    unit: BigId
    text: Given
    topic: Annotated[str, StringConstraints(max_length=40), AfterValidator(no_nul)] = ""
    staff: BigId | None = None
    duty: BigId | None = None
    case: BigId | None = None
    waiting: bool = False


class AnsweredCallIn(QuickIn):
    outcome: Literal["answered", "not_reached", "unclear"]
    reply: Words = ""


class ToCaseIn(Schema):
    kind: CaseKind
    title: Annotated[
        str,
        StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
        AfterValidator(no_nul),
    ]


class RequestPlainIn(Schema):
    """A verb that needs no words."""


class TextIn(Schema):
    text: Given


class LeaveIn(Schema):
    text: Words = ""


class GiveUpIn(LeaveIn):
    outcome: Literal["not_reached", "unclear"]


class RateIn(Schema):
    score: Annotated[int, Field(ge=1, le=5)]


class RatingOut(ModelSchema):
    """What whoever asked thinks of the answer; the last of a request counts."""

    class Meta:
        model = AnswerRating
        fields = ["id", "request", "score", "at", "unit", "staff"]


class InboxIn(Schema):
    tab: Literal["to_accept", "in_work", "answered", "asked"] = "to_accept"
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get("", response={200: RequestPageOut, **READS}, operation_id="list_requests")
@requires(rules.VIEW)
def list_requests(request: StaffRequest, wanted: Query[InboxIn]) -> dict[str, Any]:
    """A page of 50 requests of one tab of the inbox."""
    scope, unit, now = request.acting.scope, request.acting.unit_id, timezone.now()
    page = inbox.page(wanted.tab, scope=scope, unit_id=unit, at=now, after=wanted.after)
    counts = inbox.counts(scope=scope, unit_id=unit, at=now)
    return {
        "items": within_quota(request, page.rows),
        "after": page.after,
        "count": counts[wanted.tab],
    }


@router.get(
    "/{int:pk}",
    response={200: RequestOut, **READS, 404: ErrorOut},
    operation_id="get_request",
)
@requires(rules.VIEW)
def get_request(request: StaffRequest, pk: int) -> Request:
    """One request the caller may see."""
    return within_quota(request, [_visible(request, pk)])[0]


def _visible(request: StaffRequest, pk: int) -> Request:
    found = Request.objects.visible_to(request.acting.scope).select_related("case")
    return get_object_or_404(found, pk=pk)


@router.post("", response={201: RequestOut, **REFUSALS}, operation_id="ask_department")
@requires(rules.ASK)
def ask_department(request: StaffRequest, payload: AskIn) -> HttpResponse:
    """Ask a department about a case of the own units; its clock starts now."""
    case = get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=payload.case)

    def write() -> Request:
        return actions.ask(
            case.pk,
            unit_id=payload.unit,
            text=payload.text,
            blocking=payload.blocking,
            duty_id=payload.duty,
            by=request.acting.actor("api"),
            at=timezone.now(),
        )

    return once(request, RequestOut, write, status=201)


@router.post("/quick", response={201: RequestOut, **REFUSALS}, operation_id="ask_quickly")
@requires(rules.ASK)
def ask_quickly(request: StaffRequest, payload: QuickIn) -> HttpResponse:
    """Ask one person of a department; the clock runs in minutes, and what nobody accepts is passed on."""
    terms = _terms(request, payload)
    by = request.acting.actor("api")
    return once(
        request,
        RequestOut,
        lambda: actions.ask_quickly(**terms, by=by, at=timezone.now()),
        status=201,
    )


@router.post("/calls", response={201: RequestOut, **REFUSALS}, operation_id="record_call")
@requires(rules.ASK)
def record_call(request: StaffRequest, payload: AnsweredCallIn) -> HttpResponse:
    """A request that was made and answered by phone, with its outcome."""
    terms = _terms(request, payload) | {"outcome": payload.outcome, "reply": payload.reply}
    by = request.acting.actor("api")
    return once(
        request,
        RequestOut,
        lambda: actions.record_call(**terms, by=by, at=timezone.now()),
        status=201,
    )


def _terms(request: StaffRequest, payload: QuickIn) -> dict[str, Any]:
    """The case must be one the caller sees, the person somebody who answers for that unit."""
    if payload.case is not None:
        get_object_or_404(Case.objects.visible_to(request.acting.scope), pk=payload.case)
    if payload.staff is not None:
        named = org.contacts_at(payload.unit, at=timezone.now())
        get_object_or_404(named, staff_id=payload.staff, topic=payload.topic)
    return {
        "unit_id": payload.unit,
        "text": payload.text,
        "topic": payload.topic,
        "staff_id": payload.staff,
        "duty_id": payload.duty,
        "case_id": payload.case,
        "waiting": payload.waiting,
    }


@router.post("/{int:pk}/rate", response={201: RatingOut, **REFUSALS}, operation_id="rate_request")
@requires(rules.ASK)
def rate_request(request: StaffRequest, pk: int, payload: RateIn) -> HttpResponse:
    """Rate the answer from 1 to 5, as the unit that asked; for a day it can be said anew."""
    row = _visible(request, pk)
    if not may_rate(row, request.acting):
        raise PermissionDenied
    by = request.acting.actor("api")
    return once(
        request,
        RatingOut,
        lambda: actions.rate(row.pk, score=payload.score, by=by, at=timezone.now()),
        status=201,
    )


def _verb(name: str, schema: type[Schema]) -> None:
    """One POST address a verb, with the verb's own arguments."""
    verb = VERBS[name]

    def operation(request: StaffRequest, pk: int, payload: Schema) -> HttpResponse:
        row = _visible(request, pk)
        if not may(verb, row, request.acting):
            raise PermissionDenied

        def write() -> Request:
            verb.act(
                row.pk,
                by=request.acting.actor("api"),
                at=timezone.now(),
                **payload.model_dump(),
            )
            return Request.objects.get(pk=pk)

        return once(request, RequestOut, write)

    operation.__name__ = name
    operation.__doc__ = (verb.act.__doc__ or name).partition("\n")[0]
    operation.__annotations__ |= {"payload": schema, "request": HttpRequest, "pk": int}
    router.post(
        f"/{{int:pk}}/{name}",
        response={200: RequestOut, **REFUSALS},
        operation_id=f"{name}_request",
    )(requires(verb.permission)(operation))


_SCHEMAS: dict[str, type[Schema]] = {
    "accept": RequestPlainIn,
    "answer": TextIn,
    "note": TextIn,
    "send_back": TextIn,
    "give_up": GiveUpIn,
    "withdraw": LeaveIn,
    "to_case": ToCaseIn,
}
for _name, _schema in _SCHEMAS.items():
    _verb(_name, _schema)
