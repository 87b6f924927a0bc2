"""Absences, and checking in and out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.periods import day_start
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record
from shouwen.platform.org.models import Staff
from shouwen.platform.org.queries import posts_of, zone_of
from shouwen.platform.rosters import errors, events
from shouwen.platform.rosters.choices import PresenceState
from shouwen.platform.rosters.models import Absence, Duty, Presence
from shouwen.platform.rosters.queries.reading import last_presence


@transaction.atomic
def record_absence(
    staff_id: int,
    kind: str,
    *,
    first: date,
    last: date,
    deputy_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Absence:
    """请假: away from the first to the last day, both whole; the deputy (代理人) is told instead.

    Published duties in these days stay visible but do not count: they show as gaps.
    """
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    if last < first:
        raise errors.AbsenceBackwards
    if deputy_id == staff_id:
        raise errors.DeputySame
    posts = posts_of(staff_id, at=at)
    zone = zone_of(posts[0].post.unit_id if posts else None)
    since, until = day_start(first, zone), day_start(last + timedelta(days=1), zone)
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                staff=staff, kind=kind, since=since, until=until, deputy_id=deputy_id
            )
    except IntegrityError as refused:
        raise errors.AbsenceOverlaps(name=staff.name) from refused
    hit = Duty.objects.published().filter(staff=staff).touching(max(since, at), until)
    recorded = events.AbsenceRecorded(
        subject=Subject("staff", staff_id),
        absence_id=absence.pk,
        absence_kind=kind,
        since=since,
        until=until,
        deputy_id=deputy_id,
        duties=hit.count(),
    )
    record(recorded, by=by, at=at)
    return absence


@transaction.atomic
def end_absence(absence_id: int, *, by: Actor, at: datetime) -> None:
    """销假: back from now on; an absence that has not begun never happened."""
    absence = Absence.objects.select_for_update().get(pk=absence_id)
    if absence.until <= at:
        raise errors.AbsenceOver
    if absence.since >= at:
        absence.delete()
    else:
        absence.until = at
        absence.save(update_fields=["until"])
    ended = events.AbsenceEnded(
        subject=Subject("staff", absence.staff_id), absence_id=absence_id, until=at
    )
    record(ended, by=by, at=at)


@transaction.atomic
def check(staff_id: int, state: str, *, by: Actor, at: datetime) -> Presence:
    """签到/小休/签退: what the person says about being there; the row is the record."""
    Staff.objects.select_for_update().get(pk=staff_id)
    last = last_presence(staff_id, at=at)
    former = last.state if last else PresenceState.OFF
    if former == state:
        raise errors.AlreadySo
    if state == PresenceState.BREAK and former == PresenceState.OFF:
        raise errors.NotCheckedIn
    return Presence.objects.create(staff_id=staff_id, unit_id=by.unit, at=at, state=state)


@transaction.atomic
def release(staff_id: int, *, at: datetime) -> int:
    """离职后: the duties to come of somebody who has left are withdrawn and show as gaps; how many."""
    to_come = Duty.objects.filter(staff_id=staff_id, since__gt=at)
    withdrawn = to_come.published().count()
    to_come.delete()
    Absence.objects.filter(staff_id=staff_id, since__gte=at).delete()
    return withdrawn
