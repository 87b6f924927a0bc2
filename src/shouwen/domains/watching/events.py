"""What people draw each other's attention to. Ids only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseMentioned(Event):
    """提及: the note ``entry_id`` names these people; ``unreached`` may not see the case and were not told.

    ``unclear`` counts names of the note that several people bear.
    """

    kind: ClassVar[str] = "watching.case.mentioned"
    entry_id: int
    staff_ids: list[int] = field(default_factory=list)
    unreached: list[int] = field(default_factory=list)
    unclear: int = 0
