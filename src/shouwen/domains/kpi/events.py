"""What happens to targets and to numbers of users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class TargetSet(Event):
    """下达目标."""

    kind: ClassVar[str] = "kpi.target.set"
    kpi: str
    unit_id: int | None = None
    operator: str
    value: Decimal
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class UsersCounted(Event):
    """用户数: so many users of a unit as of a day."""

    kind: ClassVar[str] = "kpi.users.counted"
    day: date
    users: int
