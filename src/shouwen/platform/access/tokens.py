"""How API tokens are written down."""

from __future__ import annotations

import hashlib


def digest(secret: str) -> str:
    """A token is 256 random bits, so a plain hash is enough to keep it."""
    return hashlib.sha256(secret.encode()).hexdigest()
