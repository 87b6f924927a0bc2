"""Draft a week: set single duties, copy the week before, fill by rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from shouwen.kernel.actor import Actor
from shouwen.platform.org.queries import staff_names
from shouwen.platform.rosters import errors, planning
from shouwen.platform.rosters.choices import DutyState, WeekState
from shouwen.platform.rosters.models import Duty, DutyQuerySet, Roster, Week
from shouwen.platform.rosters.planning import Person, Plan
from shouwen.platform.rosters.queries.reading import (
    WEEK,
    RosterWeek,
    monday_of,
    shown,
    turns,
    week_of,
)


@transaction.atomic
def set_duty(
    roster_id: int, staff_id: int, on: date, shift: str, *, by: Actor, at: datetime
) -> RosterWeek:
    """排班: the person has this shift on the day and no other; an empty code is a day off.

    It is a draft until it is published; a day that has begun stays as it is.
    """
    roster, week = open_draft(roster_id, monday_of(on), by=by, at=at)
    board = week_of(roster, week.monday, at=at)
    held = [d for d in board.duties if d.staff_id == staff_id and d.on == on]
    person = next((p for p in board.people if p.id == staff_id), None)
    if any(d.since <= at for d in held):
        raise errors.DutyBegun(on=on)
    if shift:
        _place(roster, board, person, staff_id, on, shift, at=at)
    Duty.objects.draft().filter(pk__in=[d.pk for d in held]).delete()
    return week_of(roster, week.monday, at=at)


def _place(
    roster: Roster,
    board: RosterWeek,
    person: Person | None,
    staff_id: int,
    on: date,
    code: str,
    *,
    at: datetime,
) -> None:
    plan = next((p for p in board.plans if p.code == code), None)
    if plan is None:
        raise errors.ShiftUnknown(shift=code)
    if person is None:
        raise errors.NotOnRoster(name=_name(staff_id))
    since, until = plan.span(on, board.zone)
    if since <= at:
        raise errors.DutyBegun(on=on)
    if not person.fits(plan):
        raise errors.RoleMissing(name=person.name, shift=plan.name)
    if person.is_away(since, until):
        raise errors.OnLeave(name=person.name, on=on)
    _draft(roster, board, [(person, plan, on)])


@transaction.atomic
def copy_last_week(roster_id: int, monday: date, *, by: Actor, at: datetime) -> int:
    """复制上周: the same people on the same shifts seven days later, but nobody who is away; how many."""
    roster, _ = open_draft(roster_id, monday, by=by, at=at)
    board = week_of(roster, monday, at=at)
    before = monday - WEEK
    last = Week.objects.filter(roster=roster, monday=before).first()
    people = {p.id: p for p in board.people}
    plans = {p.code: p for p in board.plans}
    wanted = []
    for duty in shown(roster, before, last, at=at):
        person, plan, on = people.get(duty.staff_id), plans.get(duty.shift.code), duty.on + WEEK
        if person is None or plan is None or not person.fits(plan):
            continue
        since, until = plan.span(on, board.zone)
        if since > at and not person.is_away(since, until):
            wanted.append((person, plan, on))
    Duty.objects.draft().filter(pk__in=[d.pk for d in board.duties if d.since > at]).delete()
    _draft(roster, board, wanted)
    return len(wanted)


@transaction.atomic
def fill_by_rule(roster_id: int, monday: date, *, by: Actor, at: datetime) -> int:
    """按规则排: fill what is missing, whoever served least in 90 days first; what is set stays. How many."""
    roster, _ = open_draft(roster_id, monday, by=by, at=at)
    board = week_of(roster, monday, at=at)
    served = turns(roster, monday)
    for p in board.placed:
        served.take(p.staff, p.code, p.on)
    everything = [*board.placed, *board.others]
    given = planning.fill(board.gaps, board.people, everything, served, zone=board.zone)
    _draft(roster, board, [(person, gap.plan, gap.on) for person, gap in given])
    return len(given)


@transaction.atomic
def discard_draft(roster_id: int, monday: date, *, by: Actor, at: datetime) -> None:
    """放弃草稿: back to what is published; a week never published is empty again."""
    roster = locked_roster(roster_id)
    week = Week.objects.select_for_update().filter(roster=roster, monday=monday).first()
    if week is None:
        return
    in_week(roster, monday).draft().delete()
    if week.n == 0:
        week.delete()
    else:
        week.state = WeekState.PUBLISHED
        week.save(update_fields=["state"])


def open_draft(roster_id: int, monday: date, *, by: Actor, at: datetime) -> tuple[Roster, Week]:
    """Lock the week and have a draft of it; a published one is copied, as far as it is to come."""
    roster = locked_roster(roster_id)
    fresh = {"changed_at": at, "changed_by_id": by.staff}
    Week.objects.get_or_create(roster=roster, monday=monday, defaults=fresh)
    week = Week.objects.select_for_update().get(roster=roster, monday=monday)
    if week.state == WeekState.PUBLISHED:
        _copy_to_draft(in_week(roster, monday).published().filter(since__gt=at))
        week.state = WeekState.CHANGED
    week.changed_at, week.changed_by_id = at, by.staff
    week.save(update_fields=["state", "changed_at", "changed_by"])
    return roster, week


def locked_roster(roster_id: int) -> Roster:
    """Planning of one roster is one at a time."""
    roster = Roster.objects.select_for_update(of=("self",)).select_related("unit").get(pk=roster_id)
    if roster.closed_at is not None:
        raise errors.RosterClosed(name=roster.name)
    return roster


def in_week(roster: Roster, monday: date) -> DutyQuerySet:
    return Duty.objects.filter(roster=roster, on__gte=monday, on__lt=monday + timedelta(days=7))


def _copy_to_draft(duties: Iterable[Duty]) -> None:
    copies = []
    for duty in duties:
        duty.pk, duty.state = None, DutyState.DRAFT
        copies.append(duty)
    Duty.objects.bulk_create(copies)


def _draft(roster: Roster, board: RosterWeek, wanted: Iterable[tuple[Person, Plan, date]]) -> None:
    fresh = []
    for person, plan, on in wanted:
        since, until = plan.span(on, board.zone)
        fresh.append(
            Duty(
                roster=roster,
                unit_id=person.unit,
                staff_id=person.id,
                shift_id=plan.id,
                kind=plan.kind,
                on=on,
                since=since,
                until=until,
            )
        )
    Duty.objects.bulk_create(fresh)


def _name(staff_id: int) -> str:
    return staff_names([staff_id]).get(staff_id, "")
