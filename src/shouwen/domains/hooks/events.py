"""What happens to a source of deliveries; its secret is never a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class SourceOpened(Event):
    kind: ClassVar[str] = "hooks.source.opened"
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class SecretChanged(Event):
    kind: ClassVar[str] = "hooks.source.secret_changed"


@dataclass(frozen=True, kw_only=True)
class SourceSwitched(Event):
    kind: ClassVar[str] = "hooks.source.switched"
    active: bool
