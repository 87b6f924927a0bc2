"""Write a note on somebody's care, open one, follow it up; remind of what is due."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.care import queries
from shouwen.domains.care.errors import (
    FollowUpPast,
    NoFollowUp,
    NoteUnreadable,
    NothingWritten,
    NotYourTeam,
)
from shouwen.domains.care.events import CareFollowedUp, CareNoteRead, CareNoteWritten
from shouwen.domains.care.models import FOLLOW_UP, CareNote
from shouwen.kernel.actor import Actor
from shouwen.platform.access import vault
from shouwen.platform.journal.actions import record
from shouwen.platform.notify.actions import tell
from shouwen.platform.org import queries as org


@transaction.atomic
def write(
    staff_id: int, *, text: str, follow_up: date | None = None, by: Actor, at: datetime
) -> CareNote:
    """写关怀记录 about somebody of the own team, with a day to ask again; the words are sealed at once."""
    if by.unit is None or by.staff is None:
        raise NotYourTeam
    if not queries.team(by.unit, by.staff, at=at).filter(pk=staff_id).exists():
        raise NotYourTeam
    if not text.strip():
        raise NothingWritten
    if follow_up is not None and follow_up < at.astimezone(org.zone_of(by.unit)).date():
        raise FollowUpPast
    note = CareNote.objects.create(
        staff_id=staff_id,
        unit_id=by.unit,
        writer_id=by.staff,
        at=at,
        sealed=vault.seal(text.strip()),
        follow_up=follow_up,
    )
    when = follow_up.isoformat() if follow_up else ""
    event = CareNoteWritten(subject=note.subject, note_id=note.pk, unit_id=by.unit, follow_up=when)
    record(event, by=by, at=at)
    return note


@transaction.atomic
def read(note_id: int, *, for_the_person: bool = False, by: Actor, at: datetime) -> str:
    """打开记录: the words of a note; that they were opened, by whom and for whom, is on record first."""
    note = CareNote.objects.get(pk=note_id)
    try:
        words = vault.unseal(note.sealed)
    except vault.Unreadable as error:
        raise NoteUnreadable from error
    event = CareNoteRead(subject=note.subject, note_id=note.pk, for_the_person=for_the_person)
    record(event, by=by, at=at)
    return words


@transaction.atomic
def follow_up(note_id: int, *, by: Actor, at: datetime) -> CareNote:
    """已跟进: once."""
    note = CareNote.objects.select_for_update().get(pk=note_id)
    if note.follow_up is None or note.followed_at is not None:
        raise NoFollowUp
    note.followed_at = at
    note.save(update_fields=["followed_at"])
    record(CareFollowedUp(subject=note.subject, note_id=note.pk), by=by, at=at)
    return note


def remind(*, by: Actor, at: datetime) -> int:
    """提醒跟进: whoever wrote a note hears on the day, once; of somebody who has left, those who lead there now."""
    told = 0
    waiting = CareNote.objects.waiting().select_related("writer")
    for note in waiting.filter(follow_up__lte=localdate(at)).order_by("pk"):
        gone = note.writer.active_to is not None
        people = {p.pk for p in org.leaders_of(note.unit_id, at=at)} if gone else {note.writer_id}
        key = f"care:{note.pk}:{note.follow_up}"
        told += tell(note.subject, FOLLOW_UP, people - {note.staff_id}, key=key, by=by, at=at)
    return told
