"""附件: photographs, papers and tables that belong to a case come and go on the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.domains.cases.actions.locking import needed
from shouwen.domains.cases.errors import FileElsewhere
from shouwen.domains.cases.events import CaseFileAdded, CaseFileRemoved
from shouwen.domains.cases.models import KIND, Case
from shouwen.kernel.actor import Actor
from shouwen.platform.files import actions as files
from shouwen.platform.files import queries
from shouwen.platform.files.models import Attachment
from shouwen.platform.files.storage import Incoming
from shouwen.platform.journal.actions import Text, record


@transaction.atomic
def add_file(case_id: int, incoming: Incoming, *, by: Actor, at: datetime) -> Attachment:
    """添加附件: stored with the case and told on its timeline; the same file twice is one."""
    case = Case.objects.lock(case_id)
    made, new = files.attach(incoming, case.subject, by=by, at=at)
    if new:
        event = CaseFileAdded(subject=case.subject, file_id=made.pk, size=made.size)
        record(event, by=by, at=at, text=Text(made.name, purpose="file"))
    return made


@transaction.atomic
def remove_file(case_id: int, file_id: int, *, text: str, by: Actor, at: datetime) -> None:
    """删除附件: with a reason; its content is erased, that it was there stays on the timeline."""
    case, why = Case.objects.lock(case_id), needed(text)
    if not Attachment.objects.here(case.subject).filter(pk=file_id).exists():
        raise FileElsewhere
    gone = files.remove(file_id, by=by, at=at)
    record(
        CaseFileRemoved(subject=case.subject, file_id=file_id),
        by=by,
        at=at,
        text=Text(f"{gone.name}：{why}", purpose="file"),
    )


def erase_old_files(*, by: Actor, at: datetime) -> int:
    """到期清除: files kept as long as was said when they came; one entry in the journal for each."""
    due = queries.over(KIND, on=localdate(at))
    for file in due:
        with transaction.atomic():
            case = Case.objects.lock(file.subject_id)
            if not Attachment.objects.here(case.subject).filter(pk=file.pk).exists():
                continue
            files.remove(file.pk, by=by, at=at)
            record(CaseFileRemoved(subject=case.subject, file_id=file.pk, over=True), by=by, at=at)
    return len(due)
