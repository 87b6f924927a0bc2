"""What happens to a batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ProfileSaved(Event):
    """存导入方案: a new version of a profile; the former versions stay as they are."""

    kind: ClassVar[str] = "exchange.profile.saved"
    version: int


@dataclass(frozen=True, kw_only=True)
class BatchFinished(Event):
    """导入完成: a file was worked off; the counts are those of its answer."""

    kind: ClassVar[str] = "exchange.batch.finished"
    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    warned: int


@dataclass(frozen=True, kw_only=True)
class BatchUndone(Event):
    """撤销导入: new subjects were voided, replaced values restored, touched ones left."""

    kind: ClassVar[str] = "exchange.batch.undone"
    voided: int
    restored: int
    left: int


@dataclass(frozen=True, kw_only=True)
class BatchErased(Event):
    """到期清除: personal values of remembered rows, of rejected cells and of replaced fields are gone."""

    kind: ClassVar[str] = "exchange.batch.erased"
    rows: int
    cells: int
    replaced: int
