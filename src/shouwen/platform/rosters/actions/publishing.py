"""Publish a week: from then on it is in force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from shouwen.kernel.actor import Actor
from shouwen.kernel.periods import day_start
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record
from shouwen.platform.rosters import errors, events
from shouwen.platform.rosters.actions.drafting import in_week, locked_roster
from shouwen.platform.rosters.choices import DutyState, WeekState
from shouwen.platform.rosters.models import Duty, Roster, Week
from shouwen.platform.rosters.queries.reading import WEEK, RosterWeek, week_of

SHORTEST_REASON = 4


@transaction.atomic
def publish(roster_id: int, monday: date, *, despite: str = "", by: Actor, at: datetime) -> Week:
    """发布: the draft replaces what was published for the days to come; what has begun stays.

    Refused while places are empty or rests too short, unless ``despite`` gives a reason (the caller
    asks for ``rosters.override``). Two duties at once are refused by the database, always.
    """
    roster = locked_roster(roster_id)
    week = Week.objects.select_for_update().filter(roster=roster, monday=monday).first()
    if week is None or week.state == WeekState.PUBLISHED:
        raise errors.NothingToPublish
    board = week_of(roster, monday, at=at)
    _allow(board, despite)
    changed, added, withdrawn = _put_in_force(roster, board, at=at)
    week.state, week.n, week.published_at = WeekState.PUBLISHED, week.n + 1, at
    week.changed_at, week.changed_by_id = at, by.staff
    rests = [r for r in board.short_rests if not r.overlaps]
    week.despite = despite.strip()[:200] if board.gaps or rests else ""
    week.save()
    published = events.RosterPublished(
        subject=Subject("roster", roster.pk),
        unit_id=roster.unit_id,
        monday=monday,
        since=day_start(monday, board.zone),
        until=day_start(monday + WEEK, board.zone),
        n=week.n,
        added=added,
        withdrawn=withdrawn,
        gaps=sum(g.missing for g in board.gaps),
        short_rests=len(rests),
        staff_ids=sorted(changed),
    )
    text = Text(week.despite, purpose="reason") if week.despite else None
    record(published, by=by, at=at, text=text)
    return week


def _allow(board: RosterWeek, despite: str) -> None:
    if overlap := next((r for r in board.short_rests if r.overlaps), None):
        raise errors.Overlap(name=_name(board, overlap.staff), on=overlap.second.on)
    missing, rests = sum(g.missing for g in board.gaps), len(board.short_rests)
    if not missing and not rests:
        return
    if not despite:
        raise errors.NotReady(gaps=missing, rests=rests)
    if len(despite.strip()) < SHORTEST_REASON:
        raise errors.ReasonNeeded


def _put_in_force(roster: Roster, board: RosterWeek, *, at: datetime) -> tuple[set[int], int, int]:
    """Only what differs is touched: (whose duties changed, how many are new, how many are gone)."""
    rows = in_week(roster, board.monday)
    draft = {_key(d): d for d in rows.draft().filter(since__gt=at)}
    held = {_key(d): d for d in rows.published().filter(since__gt=at)}
    fresh = [d for key, d in draft.items() if key not in held]
    gone = [d for key, d in held.items() if key not in draft]
    Duty.objects.filter(pk__in=[d.pk for d in gone]).delete()
    ids = [d.pk for d in fresh]
    try:
        with transaction.atomic():
            Duty.objects.filter(pk__in=ids).update(state=DutyState.PUBLISHED)
    except IntegrityError as refused:
        raise _overlap(ids) from refused
    rows.draft().delete()
    return {d.staff_id for d in [*fresh, *gone]}, len(fresh), len(gone)


def _key(duty: Duty) -> tuple[object, ...]:
    return duty.staff_id, duty.shift_id, duty.since, duty.until


def _overlap(ids: list[int]) -> errors.Overlap:
    """Whose duties collide with what is in force, as a refusal somebody can act on."""
    for duty in Duty.objects.filter(pk__in=ids).select_related("staff").order_by("since", "pk"):
        other = Duty.objects.filter(Q(state=DutyState.PUBLISHED) | Q(pk__in=ids))
        clash = other.filter(staff_id=duty.staff_id, since__lt=duty.until, until__gt=duty.since)
        if (
            found := clash.exclude(pk=duty.pk)
            .annotate(both=Greatest(F("since"), duty.since))
            .first()
        ):
            return errors.Overlap(name=duty.staff.name, on=max(duty.on, found.on))
    return errors.Overlap(name="", on="")


def _name(board: RosterWeek, staff_id: int) -> str:
    return next((d.staff.name for d in board.duties if d.staff_id == staff_id), "")
