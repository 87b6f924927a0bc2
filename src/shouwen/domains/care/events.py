"""What happens to notes on staff care. The subject is the file of one person; words are never in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CareNoteWritten(Event):
    kind: ClassVar[str] = "care.note.written"
    note_id: int
    unit_id: int
    follow_up: str


@dataclass(frozen=True, kw_only=True)
class CareNoteRead(Event):
    """Somebody opened the words of a note; ``for_the_person``: to tell the one it is about."""

    kind: ClassVar[str] = "care.note.read"
    note_id: int
    for_the_person: bool


@dataclass(frozen=True, kw_only=True)
class CareFollowedUp(Event):
    kind: ClassVar[str] = "care.note.followed_up"
    note_id: int
