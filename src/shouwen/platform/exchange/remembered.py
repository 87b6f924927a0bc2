"""Rows as they are remembered, to be compared with what the next file says."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

Plain = dict[str, Any]
MARK = "#"


def stamp(moment: datetime) -> str:
    """An instant as it is kept in a remembered row."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def encoded(plain: Any) -> str:
    """A remembered row as JSON text, the same for the same contents."""
    return _encode(plain)


def digest(text: str) -> bytes:
    """The 16 bytes by which an unchanged row is recognised."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def masked(value: object) -> str:
    """A value by which a change is seen and that cannot be read: what is kept of personal data."""
    return MARK + hashlib.blake2b(str(value).encode(), digest_size=8).hexdigest()


def same(kept: Any, value: Any) -> bool:
    """Whether a remembered value is this one, also when only its digest is left."""
    if kept == value:
        return True
    erased = isinstance(kept, str) and kept.startswith(MARK) and len(kept) == len(masked(""))
    return erased and value is not None and kept == masked(value)
