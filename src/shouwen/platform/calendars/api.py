"""The calendars in JSON: which there are, and what their days are."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from shouwen.kernel.errors import Refused
from shouwen.platform.access.requires import requires
from shouwen.platform.calendars import queries
from shouwen.platform.clocks import rules

router = Router(tags=["calendars"])
LONGEST = 800


class CalendarOut(Schema):
    """A calendar; ``version`` rises with each change."""

    code: str
    title: str
    zone: str
    version: int


class DayOut(Schema):
    """One local day; ``seconds`` of working time fall on it."""

    date: date
    kind: str
    hours: list[str]
    seconds: int
    name: str
    provisional: bool


@router.get("", response=list[CalendarOut])
@requires(rules.VIEW)
def calendars(request: HttpRequest) -> list[CalendarOut]:
    """All calendars."""
    return [
        CalendarOut(code=c.code, title=c.title, zone=c.zone, version=c.n)
        for c in queries.calendars()
    ]


@router.get("/{code}/days", response=list[DayOut])
@requires(rules.VIEW)
def days(request: HttpRequest, code: str, first: date, last: date) -> list[DayOut]:
    """The days from ``first`` to ``last``, both inclusive, at most 800."""
    try:
        queries.span(first, last, most=LONGEST)
    except Refused as refusal:
        raise HttpError(422, str(refusal)) from refusal
    try:
        revision = queries.newest(code)
    except Refused as unknown:
        raise Http404 from unknown
    return [
        DayOut(
            date=d.on,
            kind=d.kind or "usual",
            hours=list(d.spans),
            seconds=d.seconds,
            name=d.name,
            provisional=d.provisional,
        )
        for d in queries.days(revision, first, last)
    ]
