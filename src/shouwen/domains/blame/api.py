"""Who held the matters how long, in JSON."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from shouwen.domains.blame import queries, rules, tables
from shouwen.domains.blame.choices import Side
from shouwen.domains.blame.queries import Question
from shouwen.domains.kpi import asking
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain
from shouwen.platform.access.api_types import ErrorOut
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org import queries as org

router = Router(tags=["blame"])


class AskedIn(Schema):
    """``period`` as spelled on the pages: 2025-10, 2025-10-X1, 2025-Q4, 2025-10-09."""

    period: Annotated[str, Field(max_length=20)] = ""
    unit: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    side: Side = Side.HELD


class TimeHeldOut(Schema):
    """One line of a table; every table adds up to the line ``total``, times in seconds."""

    table: str
    name: str
    working_seconds: float
    calendar_seconds: float
    charged_working_seconds: float
    charged_calendar_seconds: float
    matters: int


class FiguresOut(Schema):
    period: str
    unit: int
    side: str
    rows: list[TimeHeldOut]


@router.get(
    "",
    response={200: FiguresOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut},
    operation_id="blame",
)
@requires(rules.VIEW)
def blame(request: StaffRequest, wanted: Query[AskedIn]) -> dict[str, Any]:
    """责任时长 of a unit and a period: by unit, person, and what was waited for."""
    now = timezone.now()
    unit = asking.unit_asked(request.GET, request.acting)
    today = now.astimezone(org.zone_of(unit)).date()
    try:
        period = (
            periods.parse(wanted.period)
            if wanted.period
            else periods.containing(today, Grain.MONTH)
        )
    except ValueError:
        raise Http404 from None
    asked = Question(unit=unit, period=period, side=wanted.side, scope=request.acting.scope, at=now)
    found = queries.figures(asked)
    return {
        "period": period.id,
        "unit": unit,
        "side": wanted.side.value,
        "rows": [dict(zip(tables.COLUMNS, row, strict=True)) for row in tables.rows(found)],
    }
