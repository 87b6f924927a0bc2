"""Take from cases what people wrote: title, answers of the type, files. Their texts are the journal's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from shouwen.domains.cases.actions.finding import reindex
from shouwen.domains.cases.choices import CaseKind
from shouwen.domains.cases.events import CaseFileRemoved
from shouwen.domains.cases.models import KIND, Case
from shouwen.kernel.actor import Actor
from shouwen.platform.files import actions as files
from shouwen.platform.files.models import Attachment
from shouwen.platform.journal.actions import record

IMPERSONAL = frozenset({"mood", "settled_at_counter", "type_version"})
"""What ``extra`` may keep: it says how the matter was handled, not whose it was."""


@transaction.atomic
def forget_words(case_ids: Collection[int]) -> int:
    """The title becomes the name of the kind, the answers to the type's questions go; how many fields."""
    changed = 0
    cases = list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk"))
    with translation.override(settings.LANGUAGE_CODE):
        for case in cases:
            title = str(CaseKind(case.kind).label)
            kept = {k: v for k, v in case.extra.items() if k in IMPERSONAL}
            changed += (case.title != title) + len(case.extra) - len(kept)
            case.title, case.extra = title, kept
    Case.objects.bulk_update(cases, ["title", "extra"], batch_size=500)
    reindex([case.pk for case in cases])
    return changed


@transaction.atomic
def forget_files(case_ids: Collection[int], *, by: Actor, at: datetime) -> list[int]:
    """The files of these cases go; an entry in the journal for each. Their ids."""
    found = Attachment.objects.filter(
        subject_kind=KIND, subject_id__in=case_ids, removed_at=None
    ).order_by("pk")
    ids = []
    for file in found:
        case = Case.objects.lock(file.subject_id)
        files.remove(file.pk, by=by, at=at)
        record(CaseFileRemoved(subject=case.subject, file_id=file.pk, over=True), by=by, at=at)
        ids.append(file.pk)
    return ids
