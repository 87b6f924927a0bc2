"""Whole numbers as somebody spelled them in an address or a form."""

from __future__ import annotations

from typing import overload


@overload
def whole(text: str | None, *, digits: int = 18) -> int | None: ...
@overload
def whole(text: str | None, *, digits: int = 18, otherwise: int) -> int: ...
def whole(text: str | None, *, digits: int = 18, otherwise: int | None = None) -> int | None:
    """The number these ASCII digits spell; ``otherwise`` for anything else, and for more digits than that."""
    if text and text.isascii() and text.isdecimal() and len(text) <= digits:
        return int(text)
    return otherwise
