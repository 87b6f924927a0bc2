"""The words of the journal: what a fact looks like."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Self

from shouwen.kernel.subject import Subject


@dataclass(frozen=True, kw_only=True)
class Event:
    """A business fact in the past tense: ids, codes, times and numbers, never words or personal data.

    ``kind`` is its stable name (``cases.case.dispatched``), ``v`` the version of its fields.
    """

    kind: ClassVar[str]
    v: ClassVar[int] = 1
    subject: Subject

    def facts(self) -> dict[str, Any]:
        """The fields as JSON-native values; what is None is left out."""
        return {
            name: plain(value)
            for name in self._fact_names()
            if (value := getattr(self, name)) is not None
        }

    @classmethod
    @cache
    def _fact_names(cls) -> tuple[str, ...]:
        return tuple(f.name for f in fields(cls) if f.name != "subject")

    @classmethod
    def restore(cls, subject: Subject, facts: dict[str, Any]) -> Self:
        """The event as it was recorded; times come back as ISO text."""
        known = {f.name for f in fields(cls)}
        missing = {f.name: None for f in fields(cls) if f.name not in facts}
        missing.pop("subject", None)
        given = {name: value for name, value in facts.items() if name in known}
        return cls(subject=subject, **{**missing, **given})


def plain(value: Any) -> Any:
    """A field as the journal stores it: times as ISO text in UTC, decimals as text."""
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value
