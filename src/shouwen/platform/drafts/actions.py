"""Keep, forget and expire drafts. They are no facts: nothing of them enters the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shouwen.platform.access.vault import seal_set
from shouwen.platform.drafts.errors import DraftTooLarge
from shouwen.platform.drafts.models import KEPT, Draft

LARGEST = 32 * 1024


def keep(
    account_id: int, form: str, fields: Mapping[str, str], *, subject: str = "", at: datetime
) -> None:
    """存草稿: what stands in the form now replaces what stood there before."""
    if sum(len(k.encode()) + len(v.encode()) for k, v in fields.items()) > LARGEST:
        raise DraftTooLarge(kilobytes=LARGEST // 1024)
    Draft.objects.update_or_create(
        account_id=account_id,
        form=form,
        subject=subject,
        defaults={"sealed": seal_set(dict(fields)), "at": at},
    )


def discard(account_id: int, form: str, *, subject: str = "") -> None:
    """弃草稿: sent in, or thrown away; call it in the transaction of whoever takes the form."""
    Draft.objects.filter(account_id=account_id, form=form, subject=subject).delete()


def expire(*, at: datetime) -> int:
    """After thirty days nobody comes back for it."""
    gone, _each = Draft.objects.filter(at__lt=at - KEPT).delete()
    return gone
