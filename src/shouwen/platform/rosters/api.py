"""Rosters as other systems read them: who is on duty, and a week."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.org.queries import unit_by_code
from shouwen.platform.rosters import queries, rules
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
def on_duty(request: StaffRequest, unit: str, at: datetime | None = None, kind: str | None = None) -> list[OnDutyOut]:  # fmt: skip
    """Who is on duty for a unit (by its code) now, or at a time."""
    found = unit_by_code(unit)
    if found is None or not request.acting.scope.covers(found.pk):
        raise Http404
    moment = _aware(at) or timezone.now()
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


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else timezone.make_aware(at)
