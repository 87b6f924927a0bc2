"""Chinese search words: what a case is found by, and what a search box asks for.

Words, two-character pieces and single characters go into one tsvector; a search is an AND of the
pieces of what was typed, rechecked with LIKE by the query. PostgreSQL's own parsers know no Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[0-9a-z]+")
_MOST = 2000  # tokens of one case; a title and an address never come near it
_TAIL = 4


def tokens(texts: Iterable[str], *, codes: Iterable[str] = ()) -> list[str]:
    """Everything the texts can be found by; ``codes`` (numbers) are also found by their last four."""
    import rjieba  # its dictionary is read at once: only for those who write or search

    found: set[str] = set()
    for text in texts:
        low = text.lower()
        for run in _HAN.findall(low):
            found.update(run)
            found.update(_pairs(run))
            found.update(w for w in rjieba.cut(run) if len(w) > 2)
        found.update(_LATIN.findall(low))
    for code in filter(None, codes):
        low = code.lower()
        found.update({low, low[-_TAIL:]})
    return sorted(found)[:_MOST]


def terms(typed: str) -> list[str]:
    """What was typed, cut at spaces: each part must be found."""
    return typed.replace("\x00", "").lower().split()[:8]


def tsquery(typed: str) -> str:
    """The text of a ``tsquery`` that every match satisfies; empty when nothing can be searched."""
    pieces: list[str] = []
    for term in terms(typed):
        for run in _HAN.findall(term):
            pieces.extend(_pairs(run) or [run])
        pieces.extend(f"{word}:*" for word in _LATIN.findall(term))
    return " & ".join(
        dict.fromkeys(f"'{p[:-2]}':*" if p.endswith(":*") else f"'{p}'" for p in pieces)
    )


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
