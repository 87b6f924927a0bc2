"""The billing system tells how accounts stand."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from shouwen.domains.balances import actions, rules
from shouwen.platform.access.api_types import REFUSALS, Instant, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires

router = Router(tags=["accounts"])
MOST = 1_000
Number = Annotated[str, StringConstraints(min_length=1, max_length=30, pattern=r"^[^\x00]*$")]
Cents = Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]


class StandingIn(Schema):
    """``balance`` in cents, below zero is owed; ``as_of``: the moment the billing system speaks of."""

    account: Number
    balance: Cents
    as_of: Instant
    suspended_since: date | None = None


class StandingsIn(Schema):
    """One delivery, at most a thousand accounts."""

    source: Annotated[
        str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00]*\S[^\x00]*$")
    ]
    rows: Annotated[list[StandingIn], Field(min_length=1, max_length=MOST)]


class TakenOut(Schema):
    """``older``: said nothing newer than what is here; ``unknown``: no such account for you; ``ahead``: not yet."""

    taken: int
    older: int
    unknown: list[str]
    ahead: list[str]


@router.post("/standings", response={200: TakenOut, **REFUSALS}, operation_id="tell_standings")
@requires(rules.FEED)
def tell_standings(request: StaffRequest, payload: StandingsIn) -> HttpResponse:
    """Tell how accounts stand: of each the newest word counts, in whatever order deliveries arrive."""
    news = [actions.News(r.account, r.balance, r.as_of, r.suspended_since) for r in payload.rows]

    def write() -> actions.Taken:
        return actions.take(
            news, source=payload.source, scope=request.acting.scope, at=timezone.now()
        )

    return once(request, TakenOut, write)
