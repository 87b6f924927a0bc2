"""How a case stands in the ledgers at this moment."""

from __future__ import annotations

from datetime import datetime

from shouwen.domains.cases.models import Case
from shouwen.platform.clocks.choices import THE_WORK
from shouwen.platform.clocks.models import Clock, Hold


def in_hand(case: Case) -> Hold:
    """The hold in force: who has the case, and what it waits for."""
    found = (
        Hold.objects.filter(subject_kind=case.subject.kind, subject_id=case.pk)
        .order_by("-seq")
        .first()
    )
    if found is None:
        raise Hold.DoesNotExist(str(case.subject))
    return found


def answered_late(case: Case, *, at: datetime) -> bool:
    """Whether the resolution limit of the running instance had passed by then."""
    return Clock.objects.filter(
        subject_kind=case.subject.kind,
        subject_id=case.pk,
        kind__in=THE_WORK,
        basis="internal",
        instance=case.instance,
        due_at__lt=at,
    ).exists()
