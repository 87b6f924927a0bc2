"""What people do to cases together. Ids, codes and times only; ``case_id`` is the other case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CasePutUnder(Event):
    """并入母单: one cause for many; the parent is ``case_id``. Nothing else of the case moves."""

    kind: ClassVar[str] = "teamwork.case.put_under"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseTookUnder(Event):
    """The same, told by the parent; the child is ``case_id``."""

    kind: ClassVar[str] = "teamwork.case.took_under"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseRelated(Event):
    kind: ClassVar[str] = "teamwork.case.related"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseFollows(Event):
    """续单: this case takes up ``case_id``, which could no longer be reopened."""

    kind: ClassVar[str] = "teamwork.case.follows"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseFollowed(Event):
    """The same, told by the old case; ``case_id`` goes on with it."""

    kind: ClassVar[str] = "teamwork.case.followed"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseParted(Event):
    """移出母单 or no longer related."""

    kind: ClassVar[str] = "teamwork.case.parted"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Event):
    """子任务 or 协办: a unit is to do something for the case. Text: what."""

    kind: ClassVar[str] = "teamwork.task.assigned"
    task_id: int
    role: str
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskAccepted(Event):
    kind: ClassVar[str] = "teamwork.task.accepted"
    task_id: int
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskDone(Event):
    """Text: what was done."""

    kind: ClassVar[str] = "teamwork.task.done"
    task_id: int
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskWithdrawn(Event):
    """No longer wanted, or the case has ended (``because``). Text: why."""

    kind: ClassVar[str] = "teamwork.task.withdrawn"
    task_id: int
    unit_id: int
    because: str | None = None


@dataclass(frozen=True, kw_only=True)
class TaskHandedOver(Event):
    kind: ClassVar[str] = "teamwork.task.handed_over"
    task_id: int
    from_staff_id: int
    to_staff_id: int
