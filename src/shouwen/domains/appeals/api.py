"""Appeals in JSON: the same verbs, the same refusals as on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router, Schema

from shouwen.domains.appeals import actions, queries, rules
from shouwen.domains.appeals.choices import About, Ground, Outcome
from shouwen.domains.appeals.models import Appeal
from shouwen.domains.appeals.reach import contested, deciding, seen
from shouwen.platform.access.api_types import REFUSALS, BigId, ErrorOut, Given, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["appeals"])
NO = {401: ErrorOut, 403: ErrorOut}


class AppealOut(ModelSchema):
    """An appeal without its words, which stand in the timeline of the case."""

    outcome: Outcome | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None

    class Meta:
        model = Appeal
        fields = [
            "id",
            "case",
            "about",
            "clock",
            "verdict_n",
            "rating",
            "n",
            "unit",
            "person",
            "desk",
            "ground",
            "at",
            "by",
            "due_at",
        ]

    @staticmethod
    def resolve_outcome(row: Appeal) -> str | None:
        return row.ended.outcome if row.ended else None

    @staticmethod
    def resolve_decided_at(row: Appeal) -> datetime | None:
        return row.ended.at if row.ended else None

    @staticmethod
    def resolve_decided_by(row: Appeal) -> int | None:
        return row.ended.by_id if row.ended else None


class AppealPageOut(Schema):
    """One page; ``after`` asks for the next one, null at the end."""

    items: list[AppealOut]
    after: int | None
    count: int


class AppealIn(Schema):
    """``of``: the id of the clock whose verdict is appealed, or of the evaluation."""

    about: About
    of: BigId
    ground: Ground
    text: Given


class DecideIn(Schema):
    upheld: bool
    text: Given


class ListIn(Schema):
    tab: Literal["to_decide", "ours", "decided"] = "to_decide"
    about: About | None = None
    ground: Ground | None = None
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get("", response={200: AppealPageOut, **NO}, operation_id="list_appeals")
@requires(rules.VIEW)
def list_appeals(request: StaffRequest, asked: Query[ListIn]) -> dict[str, Any]:
    """A page of 50 appeals of one tab, due soonest first."""
    scope = request.acting.scope
    chosen = {"about": asked.about, "ground": asked.ground}
    wanted = {name: word.value for name, word in chosen.items() if word}
    rows, more = queries.page(asked.tab, scope=scope, wanted=wanted, start=asked.after)
    return {
        "items": rows,
        "after": asked.after + len(rows) if more else None,
        "count": queries.counts(scope=scope, wanted=wanted)[asked.tab],
    }


@router.get("/{int:pk}", response={200: AppealOut, **REFUSALS}, operation_id="get_appeal")
@requires(rules.VIEW)
def get_appeal(request: StaffRequest, pk: int) -> Appeal:
    """One appeal and what became of it."""
    return seen(request, pk)


@router.post("/cases/{int:pk}", response={201: AppealOut, **REFUSALS}, operation_id="appeal_case")
@requires(rules.APPEAL)
def appeal_case(request: StaffRequest, pk: int, payload: AppealIn) -> HttpResponse:
    """Appeal a late verdict or a bad evaluation that a unit of the caller is charged with."""
    case, _found = contested(request, pk)

    def write() -> Appeal:
        by = request.acting.actor("api")
        return actions.appeal(case.pk, **payload.dict(), by=by, at=timezone.now())

    return once(request, AppealOut, write, status=201)


@router.post(
    "/{int:pk}/decide", response={200: AppealOut, **REFUSALS}, operation_id="decide_appeal"
)
@requires(rules.DECIDE)
def decide_appeal(request: StaffRequest, pk: int, payload: DecideIn) -> HttpResponse:
    """Upheld: it leaves the figures. Rejected: it stays. Never in one's own case."""
    row = deciding(request, pk)

    def write() -> Appeal:
        by = request.acting.actor("api")
        actions.decide(row.pk, **payload.dict(), by=by, at=timezone.now())
        return seen(request, pk)

    return once(request, AppealOut, write)


@router.post(
    "/{int:pk}/withdraw", response={200: AppealOut, **REFUSALS}, operation_id="withdraw_appeal"
)
@requires(rules.APPEAL)
def withdraw_appeal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an appeal back before it is decided."""
    row = seen(request, pk)

    def write() -> Appeal:
        actions.withdraw(row.pk, by=request.acting.actor("api"), at=timezone.now())
        return seen(request, pk)

    return once(request, AppealOut, write)
