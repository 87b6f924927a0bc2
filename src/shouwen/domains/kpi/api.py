"""Figures in JSON: the catalogue, a figure by unit and period, and the rows behind it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.domains.kpi import actions, asking, definitions, queries, reach, rules
from shouwen.domains.kpi.definitions import CATALOGUE, Definition
from shouwen.domains.kpi.forms import MOST_LINES, MOST_USERS
from shouwen.domains.kpi.reach import Question, Span
from shouwen.domains.kpi.records import as_lines, as_row
from shouwen.domains.kpi.users import counted, units_named
from shouwen.kernel.periods import Grain
from shouwen.platform.access.api_types import READS, REFUSALS, ErrorOut, no_nul, once
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.exports.reading import within_quota
from shouwen.platform.org import queries as org

router = Router(tags=["figures"])
PAGE = 500
MOST_DAYS = 3660
NO = {401: ErrorOut, 403: ErrorOut, 404: ErrorOut}


class FigureOut(Schema):
    """One figure of the catalogue; ``subject`` is what its rows are: case or request."""

    id: str
    code: str
    name: str
    formula: str
    shape: str
    better: str
    subject: str


class FigureCatalogueOut(Schema):
    definitions: str
    items: list[FigureOut]


class FigureDaysIn(Schema):
    """``from`` and ``to`` are both inclusive, in the zone of the unit; without a unit, one's own."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    unit: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class FigureIn(FigureDaysIn):
    """``grain`` cuts the days into periods; ``by_unit`` gives a row for each unit directly below."""

    grain: Grain | None = None
    by_unit: bool = False


class FigureRowsIn(FigureDaysIn):
    after: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class FigureValuesOut(Schema):
    """Each row has ``numerator``, ``denominator`` and ``value``; null where nothing was to divide by."""

    definitions: str
    rows: list[dict[str, Any]]


class FigureRowsOut(Schema):
    """The rows of the denominator, ``numerator`` tells which stand in it; ``after`` asks for more."""

    items: list[dict[str, Any]]
    after: int | None
    count: int


class UsersIn(Schema):
    unit: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    after: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class UsersOut(Schema):
    """``code`` is the unit's; of several rows of a unit and day the one that ``counts``."""

    code: str
    day: date
    users: int
    source: str
    at: datetime
    counts: bool


class UsersPageOut(Schema):
    items: list[UsersOut]
    after: int | None


class UsersRowIn(Schema):
    unit: Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(no_nul)]
    day: Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]
    users: Annotated[int, Field(ge=0, le=MOST_USERS)]


class CountIn(Schema):
    source: Annotated[
        str,
        StringConstraints(min_length=1, max_length=120, strip_whitespace=True),
        AfterValidator(no_nul),
    ]
    rows: Annotated[list[UsersRowIn], Field(min_length=1, max_length=MOST_LINES)]


class UsersCountedOut(Schema):
    counted: int


@router.get("", response={200: FigureCatalogueOut, **NO}, operation_id="list_figures")
@requires(rules.VIEW)
def catalogue(request: HttpRequest) -> dict[str, Any]:
    """指标目录."""
    items = [
        {
            "id": one.id,
            "code": one.code,
            "name": str(one.name),
            "formula": str(one.formula),
            "shape": one.shape,
            "better": one.better,
            "subject": one.subject,
        }
        for one in CATALOGUE
    ]
    return {"definitions": definitions.VERSION, "items": items}


@router.get("/users", response={200: UsersPageOut, **NO}, operation_id="list_users_counted")
@requires(rules.VIEW)
def list_users(request: StaffRequest, wanted: Query[UsersIn]) -> dict[str, Any]:
    """用户数 of a unit and those below it, the newest day first."""
    scope = request.acting.scope
    below = {
        one
        for one in org.below(asking.unit_asked(request.GET, request.acting))
        if scope.covers(one)
    }
    items, more = counted(below, after=wanted.after)
    return {"items": items, "after": wanted.after + len(items) if more else None}


@router.post("/users", response={201: UsersCountedOut, **REFUSALS}, operation_id="count_users")
@requires(rules.USERS)
def count_users(request: StaffRequest, payload: CountIn) -> HttpResponse:
    """Bring numbers of users in, all of them or none; units by their codes."""
    units = units_named({row.unit for row in payload.rows}, request.acting.scope)

    def write() -> dict[str, int]:
        rows = [actions.UsersOf(units[row.unit], row.day, row.users) for row in payload.rows]
        made = actions.count_users(
            rows, source=payload.source, by=request.acting.actor("api"), at=timezone.now()
        )
        return {"counted": len(made)}

    return once(request, UsersCountedOut, write, status=201)


@router.get("/{code}", response={200: FigureValuesOut, **NO}, operation_id="figure")
@requires(rules.VIEW)
def figure(request: StaffRequest, code: str, wanted: Query[FigureIn]) -> dict[str, Any]:
    """One figure of a unit, or of each unit below it, over days or by period."""
    definition, unit = _defined(code), asking.unit_asked(request.GET, request.acting)
    scope = request.acting.scope
    question = Question(
        reach=reach.by_unit(unit, scope) if wanted.by_unit else reach.whole(unit, scope),
        span=_span(wanted, wanted.grain),
    )
    codes = org.codes([*question.reach.units, unit])
    found = queries.measure(definition, question)
    return {
        "definitions": definitions.VERSION,
        "rows": [as_row(one, codes[one.unit]) for one in found],
    }


@router.get("/{code}/rows", response={200: FigureRowsOut, **READS}, operation_id="figure_rows")
@requires(rules.VIEW)
def rows(request: StaffRequest, code: str, wanted: Query[FigureRowsIn]) -> dict[str, Any]:
    """下钻: the rows behind a figure, five hundred at a time."""
    definition, unit = _defined(code), asking.unit_asked(request.GET, request.acting)
    where = reach.whole(unit, request.acting.scope)
    asked: dict[str, Any] = {"reach": where, "span": _span(wanted, None)}
    number, upto = queries.tally(definition, **asked).number, wanted.after + PAGE
    found = queries.page(definition, **asked, start=wanted.after, most=PAGE)
    return {
        "items": within_quota(request, list(as_lines(definition, found, where))),
        "after": upto if upto < number else None,
        "count": number,
    }


def _defined(code: str) -> Definition:
    found = definitions.find(code)
    if found is None:
        raise Http404
    return found


def _span(wanted: FigureDaysIn, grain: Grain | None) -> Span:
    """The days asked for; 404 for days that are none of ours."""
    long = (wanted.last - wanted.first).days
    if not 0 <= long <= MOST_DAYS or not 1990 <= wanted.first.year <= wanted.last.year < 2100:
        raise Http404
    return reach.span(wanted.first, wanted.last, grain, as_of=timezone.now())
