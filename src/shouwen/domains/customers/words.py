"""What a customer is found by: the initials of the name, and pieces of name and address.

Initials are kept in every reading that the characters allow: 曾 answers to Z and to C, 单 to S, D and C.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[0-9a-z]+")
_INITIALS, _TAIL = "~", "#"  # what kind of token it is: ~zxm, #5678
_LETTERS, _READINGS = 12, 12


def readings(name: str) -> list[str]:
    """首字母: every way to spell the name in initials, at most twelve; Latin words by their first letter."""
    letters: list[tuple[str, ...]] = []
    for part in re.findall(r"[0-9a-zA-Z]+|[^\W0-9a-zA-Z]", name):
        if found := _first_letters(part):
            letters.append(found)
    spelt: list[str] = [""]
    for choice in letters[:_LETTERS]:
        wider = ["".join(pair) for pair in product(spelt, choice)]
        spelt = wider if len(wider) <= _READINGS else [s + choice[0] for s in spelt]
    return [s for s in dict.fromkeys(spelt) if s]


@lru_cache(maxsize=8192)
def _first_letters(part: str) -> tuple[str, ...]:
    if part.isascii():
        return (part[0].lower(),)
    from pypinyin import (  # its dictionary is a tenth of a start, and seldom asked
        Style,
        pinyin,
    )

    found = pinyin(part, style=Style.FIRST_LETTER, heteronym=True, strict=False, errors="ignore")
    return tuple(dict.fromkeys(r for r in (found[0] if found else ()) if r.isalpha()))


def tokens(*, name: str, phone_tail: str = "", addresses: Iterable[str] = ()) -> list[str]:
    """Everything the customer can be found by."""
    found = {_INITIALS + spelt for spelt in readings(name)}
    for text in (name, *addresses):
        low = text.lower()
        for run in _HAN.findall(low):
            found.update(_pairs(run))
        found.update(_LATIN.findall(low))
    if phone_tail:
        found.add(_TAIL + phone_tail)
    return sorted(found)


def terms(typed: str) -> list[str]:
    """What was typed, cut at spaces: each part must fit."""
    return typed.replace("\x00", "").lower().split()[:6]


def is_initials(term: str) -> bool:
    return term.isascii() and term.isalpha()


def tsquery(typed: str) -> str:
    """The text of a ``tsquery`` that every match satisfies; empty when nothing can be searched."""
    pieces: list[str] = []
    for term in terms(typed):
        if is_initials(term):
            if len(term) > 1:
                pieces.append(f"('{_INITIALS}{term}':* | '{term}':*)")
        elif term.isascii() and term.isdecimal():
            pieces.append(f"('{_TAIL}{term[-4:]}' | '{term}':*)")
        else:
            pieces += [f"'{pair}'" for run in _HAN.findall(term) for pair in _pairs(run)]
    return " & ".join(dict.fromkeys(pieces))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
