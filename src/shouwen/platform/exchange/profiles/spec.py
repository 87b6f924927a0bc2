"""What a profile says, checked and complete; docs/concepts/profiles.md describes the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from zoneinfo import ZoneInfo

Type = Literal["text", "moment", "day", "whole", "choice"]
ROW_HASH = "row-hash"
NO_DATES = ("9999-01-01", "9999-12-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that rows of a shape can fill: its type, whether it must be there, what it takes."""

    type: Type = "text"
    required: bool = False
    choices: frozenset[str] = frozenset()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What one row of a file is: the fields it may fill and the profile sections of its own.

    ``permission`` is the verb that somebody needs who brings such rows in.
    """

    name: str
    fields: Mapping[str, Field]
    sections: frozenset[str] = frozenset()
    extra: bool = False
    permission: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one field gets its value from the columns of a row."""

    columns: tuple[str, ...] = ()
    how: Literal["column", "joined", "marked", "constant"] = "column"
    constant: str = ""
    join: str = " "
    prefix: str = ""
    clean: tuple[str, ...] = ("strip",)
    missing: frozenset[str] = frozenset()
    table: Mapping[str, str] | None = None
    table_name: str = ""
    otherwise: str | None = None
    default: str | None = None
    dates: tuple[str, ...] = ()
    zone: ZoneInfo | None = None
    end_of_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A whole profile. ``document`` is the TOML as read: it is what the batch keeps."""

    code: str
    title: str
    source: str
    shape: Shape
    mode: Literal["history", "live"]
    zone: ZoneInfo
    key: tuple[str, ...]
    by_content: bool
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    no_date: frozenset[str]
    rules: Mapping[str, Rule]
    extra: Mapping[str, Rule]
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> tuple[str, ...]:
        """Every column the profile names, in its order, once."""
        named = [*self.key]
        for rule in (*self.rules.values(), *self.extra.values()):
            named += rule.columns
        return tuple(dict.fromkeys(named))
