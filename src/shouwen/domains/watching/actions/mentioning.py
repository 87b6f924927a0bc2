"""Whoever a note names hears of it, if they may see the case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from shouwen.domains.cases.models import Case
from shouwen.domains.watching.actions.telling import MENTIONED, scope_of
from shouwen.domains.watching.events import CaseMentioned
from shouwen.domains.watching.queries.mentions import names_in
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import record
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify.actions import tell


@transaction.atomic
def mention(case_id: int, *, entry_id: int, text: str, at: datetime) -> list[int]:
    """提及: who is told. What the note could not reach stands in the case's journal beside it.

    A note is read once: run again, nothing happens.
    """
    Case.objects.lock(case_id)
    subject = Subject("case", case_id)
    if _read_before(subject, entry_id):
        return []
    found = names_in(text)
    if not found.staff_ids and not found.unclear:
        return []
    told = [pk for pk in found.staff_ids if _reaches(pk, case_id, at=at)]
    record(
        CaseMentioned(
            subject=subject,
            entry_id=entry_id,
            staff_ids=told,
            unreached=_but(found.staff_ids, told),
            unclear=len(found.unclear),
        ),
        by=SYSTEM,
        at=at,
    )
    tell(subject, MENTIONED, told, key=f"mentioned:{entry_id}", by=SYSTEM, at=at)
    return told


def _read_before(subject: Subject, entry_id: int) -> bool:
    entries = Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return entries.filter(kind=CaseMentioned.kind, facts__entry_id=entry_id).exists()


def _reaches(staff_id: int, case_id: int, *, at: datetime) -> bool:
    reachable = Case.objects.reachable_by(scope_of(staff_id, at=at))
    return reachable.filter(pk=case_id).exists()


def _but(all_of_them: Collection[int], told: Collection[int]) -> list[int]:
    return [pk for pk in all_of_them if pk not in told]
