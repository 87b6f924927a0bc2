"""What is ruled about a case. Ids, codes and times only; words stand in journal texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ReturnRuled(Event):
    """裁定: the desk agrees (``unit_id`` has the case from now on) or refuses (it stays)."""

    kind: ClassVar[str] = "rulings.return.ruled"
    return_id: int
    agreed: bool
    from_unit_id: int
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnArbitrated(Event):
    """仲裁: whose it is, for good in this instance. Text: why."""

    kind: ClassVar[str] = "rulings.return.arbitrated"
    return_id: int
    moved: bool
    from_unit_id: int
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnLapsed(Event):
    """The case moved on before anybody ruled; the return counts as none."""

    kind: ClassVar[str] = "rulings.return.lapsed"
    return_id: int
    unit_id: int
