"""When something last happened to a case of the demo: what is added to its story comes after that."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from shouwen.domains.cases.models import Case
from shouwen.platform.clocks.models import ClockEvent, Hold
from shouwen.platform.journal.models import Entry

_VERBS = "cases.case."


def last_of(case: Case) -> datetime:
    """When something last happened to the case: in its journal, its holds or its clocks.

    What the processes beside the fill told somebody of it is no part of its story.
    """
    of = {"subject_kind": case.subject.kind, "subject_id": case.pk}
    mine = {f"clock__{name}": value for name, value in of.items()}
    last: list[datetime | None] = [
        Entry.objects.filter(kind__startswith=_VERBS, **of).aggregate(at=Max("at"))["at"],
        Hold.objects.filter(**of).aggregate(at=Max("at"))["at"],
        ClockEvent.objects.filter(**mine).aggregate(at=Max("at"))["at"],
    ]
    latest: datetime = max(filter(None, last))
    return latest
