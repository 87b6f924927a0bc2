"""What both shapes share: who and where a row belongs to, and the row as it is remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from shouwen.domains.intake.imports.shapes import PERSONAL, WORDS

Plain = dict[str, Any]


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
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")


def unstamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def encoded(plain: Any) -> str:
    """A remembered row as JSON text, the same for the same contents."""
    return _encode(plain)


def digest(text: str) -> bytes:
    """The 16 bytes by which an unchanged row is recognised."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


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
