"""One hash that stands for many."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def root(leaves: Iterable[bytes]) -> bytes:
    """The Merkle root of these hashes in order; an odd one out is carried up unchanged."""
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0] if level else hashlib.sha256(b"").digest()
