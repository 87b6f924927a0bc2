"""What both shapes share: who and where a row belongs to, and the row as it is remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shouwen.domains.cases.actions import CaseHistory
from shouwen.domains.intake.imports.shapes import PERSONAL, WORDS
from shouwen.platform.exchange.problems import Problem

Plain = dict[str, Any]


@dataclass(slots=True)
class Matter:
    """One foreign matter on its way in: what it said, and what becomes of it."""

    key: str
    row_no: int
    values: dict[str, Any]
    extra: dict[str, str]
    plain: Any = None
    row_hash: bytes = b""
    warnings: list[Problem] = field(default_factory=list)
    history: CaseHistory | None = None


def plain_row(values: Mapping[str, Any], extra: Mapping[str, str]) -> Plain:
    """The row as JSON to compare with later: personal values and words only as digests."""
    row: Plain = {}
    for name, value in values.items():
        if value is None:
            continue
        if name in PERSONAL or name in WORDS:
            value = "#" + hashlib.blake2b(str(value).encode(), digest_size=8).hexdigest()
        row[name] = stamp(value) if isinstance(value, datetime) else value
    row.update((f"extra.{name}", value) for name, value in extra.items())
    return row


def stamp(moment: datetime) -> str:
    """An instant as it is kept in a remembered row."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unstamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


def digest(plain: Any) -> bytes:
    """The 16 bytes by which an unchanged row is recognised."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def safe(text: str) -> str:
    """PostgreSQL keeps no NUL; readers have refused it long before, so this is a last guard."""
    return text.replace("\0", "")


def unit_codes(matters: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Every unit a set of rows names, with the first name given for it."""
    found: dict[str, str] = {}
    for values in matters:
        code = values.get("unit")
        if code and (code not in found or found[code] == code):
            found[code] = values.get("unit_name") or code
        if (owner := values.get("owner_unit")) and owner not in found:
            found[owner] = owner
    return found
