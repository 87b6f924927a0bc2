"""Who was told, and who has acknowledged it: part of the matter's own history."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Event):
    kind = "notify.notice.sent"
    notice_kind: str
    staff_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class NoticeAcknowledged(Event):
    kind = "notify.notice.acknowledged"
    notice_id: int
    notice_kind: str
    staff_id: int
