"""What both shapes share: who and where a row belongs to, and the row as it is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shouwen.domains.imports.registers.shapes import PERSONAL, WORDS
from shouwen.platform.exchange.remembered import Plain, digest, encoded, masked, stamp

__all__ = ["Plain", "digest", "encoded", "plain_row", "stamp", "unit_codes", "unstamp"]


def plain_row(values: Mapping[str, Any], extra: Mapping[str, str]) -> Plain:
    """The row as JSON to compare with later: personal values and words only as digests."""
    row: Plain = {}
    for name, value in values.items():
        if value is None:
            continue
        if name in PERSONAL or name in WORDS:
            value = masked(value)
        row[name] = stamp(value) if isinstance(value, datetime) else value
    row.update((f"extra.{name}", value) for name, value in extra.items())
    return row


def unstamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


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
