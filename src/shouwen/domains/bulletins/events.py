"""What happens to a bulletin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class BulletinDrafted(Event):
    """拟稿."""

    kind: ClassVar[str] = "bulletins.bulletin.drafted"
    unit_id: int
    period: str


@dataclass(frozen=True, kw_only=True)
class BulletinFrozen(Event):
    """数据冻结: from here on the figures stand; the digest proves it."""

    kind: ClassVar[str] = "bulletins.bulletin.frozen"
    unit_id: int
    period: str
    as_of: datetime
    definitions: str
    journal_position: int
    digest: str
