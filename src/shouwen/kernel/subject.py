"""What a clock, a hold or a journal entry is about."""

from __future__ import annotations

from typing import NamedTuple


class Subject(NamedTuple):
    """A matter, written ``case:42``: joined by two plain columns, no foreign key."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, spelling: str) -> Subject:
        """``case:42`` as a subject; ValueError when it is none."""
        kind, _, number = spelling.partition(":")
        if not kind or not number.isdecimal():
            raise ValueError(f"not a subject: {spelling!r}")
        return cls(kind, int(number))
