"""What somebody had begun to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.platform.access.vault import Unreadable, unseal_set
from shouwen.platform.drafts.models import KEPT, Draft


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a draft as they were typed."""

    fields: dict[str, str]
    at: datetime


def kept(account_id: int, form: str, *, subject: str = "", at: datetime) -> Kept | None:
    """The draft of this account, unless it is too old or sealed with a key that is gone."""
    draft = Draft.objects.filter(
        account_id=account_id, form=form, subject=subject, at__gte=at - KEPT
    ).first()
    if draft is None:
        return None
    try:
        return Kept(unseal_set(draft.sealed), draft.at)
    except Unreadable:
        return None
