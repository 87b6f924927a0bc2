"""未保存的修改: what the editor of a profile held when the page was last looked at, kept as a draft of its account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from shouwen.platform.drafts import actions, queries
from shouwen.platform.drafts.errors import DraftTooLarge

_FORM, _SAID = "profiles.edit", "said"
_BUTTONS = ("csrfmiddlewaretoken", "then", "over")


@dataclass(frozen=True, slots=True)
class Held:
    """The page as it was sent, and when."""

    post: QueryDict
    at: datetime


def keep(account_id: int, upload_id: int, post: QueryDict, *, at: datetime) -> bool:
    """Replaces what was kept for this file; False where the page says more than a draft holds."""
    said = {name: post.getlist(name) for name in post if name not in _BUTTONS}
    fields = {_SAID: json.dumps(said, ensure_ascii=False)}
    try:
        actions.keep(account_id, _FORM, fields, subject=str(upload_id), at=at)
    except DraftTooLarge:
        discard(account_id, upload_id)  # an older state would not be what was left
        return False
    return True


def held(account_id: int, upload_id: int, *, at: datetime) -> Held | None:
    """What this account left unsaved beside the file, until it is saved or thirty days are over."""
    kept = queries.kept(account_id, _FORM, subject=str(upload_id), at=at)
    if kept is None:
        return None
    post = QueryDict(mutable=True)
    for name, values in json.loads(kept.fields[_SAID]).items():
        post.setlist(name, values)
    return Held(post, kept.at)


def discard(account_id: int, upload_id: int) -> None:
    """Saved, or thrown away."""
    actions.discard(account_id, _FORM, subject=str(upload_id))
