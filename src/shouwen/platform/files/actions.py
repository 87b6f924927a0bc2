"""Attach a file to a matter, take it away, and clear what nobody holds.

The bytes of one digest are moved and removed under a lock of the database that ends with the
transaction: a row is never without its file, and an equal file that arrives meanwhile is not lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.files import storage
from shouwen.platform.files.errors import FileGone, TooManyFiles
from shouwen.platform.files.models import Attachment, Content
from shouwen.platform.files.storage import Incoming

MOST = 50


@transaction.atomic
def attach(
    incoming: Incoming, subject: Subject, *, by: Actor, at: datetime
) -> tuple[Attachment, bool]:
    """The file belongs to the matter from now on; False when the very same did before."""
    _alone(incoming.sha256)
    mine = Attachment.objects.here(subject)
    if (known := mine.filter(content_id=incoming.sha256).first()) is not None:
        incoming.forget()
        return known, False
    if mine.count() >= MOST:
        incoming.forget()
        raise TooManyFiles(most=MOST)
    storage.settle(incoming)
    content, _ = Content.objects.get_or_create(
        sha256=incoming.sha256,
        defaults={"size": incoming.size, "media": incoming.media, "stored_at": at},
    )
    days = settings.FILE_RETENTION_DAYS
    made = Attachment.objects.create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        content=content,
        name=incoming.name,
        size=incoming.size,
        added_at=at,
        added_by=by.account,
        keep_until=localdate(at) + timedelta(days=days) if days else None,
    )
    return made, True


@transaction.atomic
def remove(attachment_id: int, *, by: Actor, at: datetime) -> Attachment:
    """The name and the content go; that there was a file stays. Returned as it was before."""
    before = Attachment.objects.select_for_update().get(pk=attachment_id)
    if before.removed_at is not None:
        raise FileGone
    Attachment.objects.filter(pk=attachment_id).update(
        content=None, name="", removed_at=at, removed_by=by.account
    )
    sha256 = before.content_id
    if sha256:
        transaction.on_commit(lambda: _clear(sha256), robust=True)
    return before


@transaction.atomic
def _clear(sha256: str) -> bool:
    """Remove bytes that no matter holds any more."""
    _alone(sha256)
    if Attachment.objects.filter(content_id=sha256).exists():
        return False
    storage.discard(sha256)
    Content.objects.filter(pk=sha256).delete()
    return True


def sweep(*, at: datetime) -> int:
    """What a crash left behind goes: uploads never finished, bytes without a row, rows nobody holds."""
    gone = 0
    for path in storage.strays(at):
        if path.parent.name == "incoming":
            path.unlink(missing_ok=True)
            gone += 1
        else:
            gone += _clear(path.name)
    idle = Content.objects.filter(places=None, stored_at__lt=at - storage.STRAY_AFTER)
    for sha256 in list(idle.values_list("pk", flat=True)):
        gone += _clear(sha256)
    return gone


def _alone(sha256: str) -> None:
    """One transaction at a time for these bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7391))", [sha256])
