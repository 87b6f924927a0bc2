"""Returns and rulings in JSON: the same verbs, the same refusals as on the pages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router, Schema

from shouwen.domains.rulings import actions, queries, rules
from shouwen.domains.rulings.choices import Reason
from shouwen.domains.rulings.models import Return
from shouwen.domains.rulings.reach import decidable, handled_here
from shouwen.platform.access.api_types import READS, REFUSALS, BigId, ErrorOut, Given, Instant, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import within_quota

router = Router(tags=["rulings"])


class ReturnOut(ModelSchema):
    """A return without its words, which stand in the timeline of the case."""

    class Meta:
        model = Return
        fields = [
            "id",
            "case",
            "instance",
            "step",
            "unit",
            "person",
            "reason",
            "proposed_unit",
            "at",
            "state",
            "ruled_at",
            "ruled_by",
            "ruled_unit",
        ]


class ReturnPageOut(Schema):
    """One page; ``after`` asks for the next one, null at the end."""

    items: list[ReturnOut]
    after: int | None
    count: int


class PairOut(Schema):
    """Two units and how often each returned cases naming the other."""

    a: int
    b: int
    a_name: str
    b_name: str
    forth: int
    back: int
    justified: int
    waiting: int
    cases: int
    again: int
    waited_seconds: float


class ReturnIn(Schema):
    """``unit`` may be left out unless the reason is ``not_ours``: then back to the first asked unit."""

    reason: Reason
    unit: BigId | None = None
    text: Given
    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = None


class RuleIn(Schema):
    agree: bool


class ArbitrateIn(Schema):
    unit: BigId
    text: Given


class ReturnListIn(Schema):
    tab: Literal["to_rule", "to_arbitrate", "ours", "decided"] = "to_rule"
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class PairsIn(Schema):
    since: Instant
    until: Instant


NO = {401: ErrorOut, 403: ErrorOut}


@router.get("", response={200: ReturnPageOut, **READS}, operation_id="list_returns")
@requires(rules.VIEW)
def list_returns(request: StaffRequest, wanted: Query[ReturnListIn]) -> dict[str, Any]:
    """A page of 50 returns of one tab, what waits longest first."""
    scope = request.acting.scope
    rows, more = queries.page(wanted.tab, scope=scope, start=wanted.after)
    return {
        "items": within_quota(request, rows),
        "after": wanted.after + len(rows) if more else None,
        "count": queries.counts(scope=scope)[wanted.tab],
    }


@router.get("/pairs", response={200: list[PairOut], **NO}, operation_id="list_ping_pong")
@requires(rules.VIEW)
def list_ping_pong(request: StaffRequest, wanted: Query[PairsIn]) -> Any:
    """Which units returned cases to one another in this time, most first."""
    return queries.ping_pong(since=wanted.since, until=wanted.until, scope=request.acting.scope)


@router.post(
    "/cases/{int:pk}", response={201: ReturnOut, **REFUSALS}, operation_id="send_back_case"
)
@requires(rules.SEND_BACK)
def send_back_case(request: StaffRequest, pk: int, payload: ReturnIn) -> HttpResponse:
    """Return a case that was dispatched to a unit of the caller; once an instance."""
    case = handled_here(request, pk)
    return once(
        request,
        ReturnOut,
        lambda: actions.send_back(case.pk, **_said(request, payload)),
        status=201,
    )


@router.post(
    "/cases/{int:pk}/arbitration",
    response={201: ReturnOut, **REFUSALS},
    operation_id="ask_arbitration_case",
)
@requires(rules.SEND_BACK)
def ask_arbitration_case(request: StaffRequest, pk: int, payload: ReturnIn) -> HttpResponse:
    """After a ruling: ask for arbitration; once an instance."""
    case = handled_here(request, pk)
    write = lambda: actions.ask_arbitration(case.pk, **_said(request, payload))  # noqa: E731
    return once(request, ReturnOut, write, status=201)


def _said(request: StaffRequest, payload: ReturnIn) -> dict[str, Any]:
    return {
        "reason": payload.reason,
        "proposed_unit_id": payload.unit,
        "text": payload.text,
        "version": payload.version,
        "by": request.acting.actor("api"),
        "at": timezone.now(),
    }


@router.post("/{int:pk}/rule", response={200: ReturnOut, **REFUSALS}, operation_id="rule_return")
@requires(rules.RULE)
def rule_return(request: StaffRequest, pk: int, payload: RuleIn) -> HttpResponse:
    """Agree, and the proposed unit has the case from now on; or refuse, and it stays."""
    row = decidable(request, pk)

    def write() -> Return:
        by = request.acting.actor("api")
        return actions.rule(row.pk, agree=payload.agree, by=by, at=timezone.now())

    return once(request, ReturnOut, write)


@router.post(
    "/{int:pk}/arbitrate", response={200: ReturnOut, **REFUSALS}, operation_id="arbitrate_return"
)
@requires(rules.ARBITRATE)
def arbitrate_return(request: StaffRequest, pk: int, payload: ArbitrateIn) -> HttpResponse:
    """Decide whose the case is, for the rest of its instance."""
    row = decidable(request, pk)

    def write() -> Return:
        return actions.arbitrate(
            row.pk,
            unit_id=payload.unit,
            text=payload.text,
            by=request.acting.actor("api"),
            at=timezone.now(),
        )

    return once(request, ReturnOut, write)
