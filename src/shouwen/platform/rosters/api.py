"""Rosters as other systems read them: who is on duty, and a week."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator, StringConstraints

from shouwen.platform.access.api_types import ErrorOut, Instant, no_nul
from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.queries import unit_by_code
from shouwen.platform.rosters import contacting, queries, rules
from shouwen.platform.rosters.queries.reading import monday_of, visible_rosters, week_of

router = Router(tags=["rosters"])


class OnDutyOut(Schema):
    """One person on duty."""

    staff: int
    name: str
    kind: str
    shift: str
    since: datetime
    until: datetime
    unit: int
    presence: str


class RosterDutyOut(Schema):
    """One duty of a week; a draft is not in force."""

    staff: int
    name: str
    on: date
    shift: str
    kind: str
    since: datetime
    until: datetime
    state: str


class WeekOut(Schema):
    """A week of a roster as it stands, with what is missing."""

    roster: int
    name: str
    unit: str
    monday: date
    state: str
    duties: list[RosterDutyOut]
    missing: int
    short_rests: int


@router.get("/on-duty", response=list[OnDutyOut])
@requires(rules.VIEW)
def on_duty(request: StaffRequest, unit: str, at: Instant | None = None, kind: str | None = None) -> list[OnDutyOut]:  # fmt: skip
    """Who is on duty for a unit (by its code) now, or at a time."""
    found = unit_by_code(unit)
    if found is None or not request.acting.scope.covers(found.pk):
        raise Http404
    moment = at or timezone.now()
    return [
        OnDutyOut(
            staff=d.staff_id,
            name=d.name,
            kind=d.kind,
            shift=d.shift,
            since=d.since,
            until=d.until,
            unit=d.unit_id,
            presence=d.presence,
        )
        for d in queries.on_duty(found.pk, at=moment, kind=kind)
    ]


class CalleeOut(Schema):
    """Somebody to call; ``word`` says whether a contact is there, ``cover`` who stands in."""

    staff: int
    name: str
    phone: str
    word: str
    cover: CalleeOut | None


class TopicOut(Schema):
    """Topics that have the same A and B; a contact nobody has named is null."""

    topics: list[str]
    a: CalleeOut | None
    b: CalleeOut | None


class ContactsOut(Schema):
    unit: int
    unit_code: str
    unit_name: str
    lines: list[TopicOut]
    on_duty: list[CalleeOut]


class ContactPageOut(Schema):
    """Up to 200 units; ``after`` asks for more, null at the end."""

    items: list[ContactsOut]
    after: int | None
    units: int


class ContactsIn(Schema):
    """``q`` finds units, people, topics and numbers; ``on_duty``: only where somebody is on duty now."""

    q: Annotated[str, StringConstraints(max_length=60), AfterValidator(no_nul)] = ""
    on_duty: bool = False
    after: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get(
    "/contacts",
    response={200: ContactPageOut, 401: ErrorOut, 403: ErrorOut},
    operation_id="list_contacts",
)
@requires(rules.VIEW)
def contacts(request: StaffRequest, wanted: Query[ContactsIn]) -> dict[str, Any]:
    """通讯录: whom the caller may call for what, who stands in, and who is on duty, with work phones."""
    reach = contacting.callable_by(request.acting)
    found = contacting.board(
        reach, text=wanted.q, on_duty=wanted.on_duty, start=wanted.after, at=timezone.now()
    )
    last = wanted.after + len(found.entries)
    return {
        "items": [_entry(one) for one in found.entries],
        "after": last if last < found.total else None,
        "units": found.total,
    }


def _entry(one: contacting.Entry) -> dict[str, Any]:
    return {
        "unit": one.unit.id,
        "unit_code": one.unit.code,
        "unit_name": one.unit.name,
        "lines": [
            {"topics": list(line.topics), "a": _callee(line.a), "b": _callee(line.b)}
            for line in one.lines
        ],
        "on_duty": [_callee(who) for who in one.on_duty],
    }


def _callee(who: contacting.Callee | None) -> dict[str, Any] | None:
    if who is None:
        return None
    told = {"staff": who.staff_id, "name": who.name, "phone": who.phone, "word": str(who.word)}
    return told | {"cover": _callee(who.cover)}


@router.get("/{int:pk}/week", response=WeekOut)
@requires(rules.VIEW)
def week(request: StaffRequest, pk: int, day: date | None = None) -> dict[str, Any]:
    """The week of a day (today's by default); drafts only for who plans."""
    roster = get_object_or_404(visible_rosters(request.acting), pk=pk)
    at = timezone.now()
    drafts = request.acting.may(rules.PLAN)
    found = week_of(roster, monday_of(day or timezone.localdate(at)), at=at, drafts=drafts)
    return {
        "roster": roster.pk,
        "name": roster.name,
        "unit": roster.unit.code,
        "monday": found.monday,
        "state": found.week.state if found.week else "",
        "duties": [
            {
                "staff": d.staff_id,
                "name": d.staff.name,
                "on": d.on,
                "shift": d.shift.code,
                "kind": d.kind,
                "since": d.since,
                "until": d.until,
                "state": d.state,
            }
            for d in found.duties
        ],
        "missing": sum(g.missing for g in found.gaps),
        "short_rests": len(found.short_rests),
    }
