"""Search words: what a case is found by, and what a search box asks for.

PostgreSQL's own parsers know no Chinese. Texts are folded (full width to half, capitals to small) and
cut into overlapping pieces: two characters of Han, three of other letters and digits, shorter ones at
the end of a run. Whatever is cut out of a text has only pieces of that text, or beginnings of them: a
search is the AND of those, checked afterwards against what the case says. Nothing is ever missed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_HAN = "\u3005-\u3007\u3400-\u9fff\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010fffd"
_RUNS = re.compile(rf"(?P<han>[{_HAN}]+)|(?:(?![{_HAN}_])\w)+")
_HAN_PIECE, _WORD_PIECE = 2, 3
_MOST = 50_000  # tokens of one case: a tsvector holds one megabyte
TERMS = 8


class _Fold(dict[int, str]):
    """Each character by itself, so that what is cut out of a text is cut out of the folded text."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = folded
        return folded


_FOLD = _Fold()


def folded(text: str) -> str:
    """The text as it is compared: without the differences of width and case."""
    return text.translate(_FOLD)


def tokens(texts: Iterable[str]) -> list[str]:
    """Everything the texts can be found by."""
    found: set[str] = set()
    for text in texts:
        for size, run in _runs(folded(text)):
            found.update(run[i : i + size] for i in range(len(run)))
    return sorted(found)[:_MOST]


def terms(typed: str) -> list[str]:
    """What was typed, cut at spaces: each part must be found."""
    return folded(typed.replace("\x00", "")).split()[:TERMS]


def tsquery(wanted: Iterable[str]) -> str:
    """The text of a ``tsquery`` that every match satisfies; empty when nothing can be searched."""
    pieces: list[str] = []
    for term in wanted:
        for size, run in _runs(term):
            if len(run) < size:
                pieces.append(f"'{run}':*")
            else:
                pieces += [f"'{run[i : i + size]}'" for i in range(len(run) - size + 1)]
    return " & ".join(dict.fromkeys(pieces))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of Han and of other letters and digits, each with the size of its pieces."""
    for run in _RUNS.finditer(text):
        yield (_HAN_PIECE if run["han"] else _WORD_PIECE), run[0]
