"""Who acts: the account, the person and post it acts under, and the way it came in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Via = Literal["web", "api", "cli", "job", "import", "system", "customer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The one who answers for an action. Ids only; blame goes to ``unit`` and ``staff``."""

    account: int | None = None
    staff: int | None = None
    post: int | None = None
    unit: int | None = None
    via: Via = "system"
    batch: int | None = None

    def within(self, batch: int) -> Actor:
        """The same actor while working off a batch."""
        return replace(self, batch=batch)


SYSTEM = Actor()
