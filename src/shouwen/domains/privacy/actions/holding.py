"""法律保留: keep a case or a customer from every rule and request until the hold is lifted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.privacy.errors import HoldReasonMissing
from shouwen.domains.privacy.events import HoldLifted, HoldSet
from shouwen.domains.privacy.models import LegalHold
from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def hold(subject: Subject, *, reason: str, by: Actor, at: datetime) -> LegalHold:
    """保留: from now on nothing of it is erased; a second time it is the hold that stands."""
    reason = reason.strip()
    if len(reason) < 2:
        raise HoldReasonMissing
    row, made = LegalHold.objects.get_or_create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        lifted_at=None,
        defaults={"reason": reason[:300], "at": at, "by_id": by.staff},
    )
    if made:
        said = Text(row.reason, purpose="reason")
        record(HoldSet(subject=subject, hold_id=row.pk), by=by, at=at, text=said)
    return row


@transaction.atomic
def lift(hold_id: int, *, by: Actor, at: datetime) -> None:
    """解除保留: the rules hold again from the next run on."""
    row = LegalHold.objects.select_for_update().get(pk=hold_id)
    if row.lifted_at is not None:
        return
    row.lifted_at, row.lifted_by_id = at, by.staff
    row.save(update_fields=["lifted_at", "lifted_by"])
    subject = Subject(row.subject_kind, row.subject_id)
    record(HoldLifted(subject=subject, hold_id=row.pk), by=by, at=at)
