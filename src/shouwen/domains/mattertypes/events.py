"""What happens to the tree of types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class TypeKept(Event):
    """A category was added or changed; its fields hold from ``since`` on. The subject is the type."""

    kind: ClassVar[str] = "intake.type.kept"
    since: str
    subs: int
    fields: int


@dataclass(frozen=True, kw_only=True)
class TypeRested(Event):
    """A category is no longer offered (``resting``), or is again."""

    kind: ClassVar[str] = "intake.type.rested"
    resting: bool
