"""Whoever appeals presents what proves it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shouwen.domains.appeals.actions.appealing import appeals_it, undecided
from shouwen.domains.appeals.errors import NotTheirEvidence
from shouwen.domains.appeals.events import EvidencePresented
from shouwen.domains.appeals.models import Evidence
from shouwen.domains.cases import actions as cases
from shouwen.kernel.actor import Actor
from shouwen.platform.files.storage import Incoming
from shouwen.platform.journal.actions import record


@transaction.atomic
def present(appeal_id: int, incoming: Incoming, *, by: Actor, at: datetime) -> Evidence:
    """举证: a file for whoever decides, as long as the appeal waits; the same file twice is one.

    It is stored with the case, so that what is said of the case's files holds for it as well.
    """
    row, case = undecided(appeal_id)
    if not appeals_it(row, by):
        raise NotTheirEvidence
    file = cases.add_file(case.pk, incoming, by=by, at=at)
    made, new = Evidence.objects.get_or_create(
        appeal=row, file=file, defaults={"at": at, "by_id": by.staff}
    )
    if new:
        event = EvidencePresented(
            subject=case.subject, appeal_id=row.pk, file_id=file.pk, unit_id=row.unit_id
        )
        record(event, by=by, at=at)
    return made
