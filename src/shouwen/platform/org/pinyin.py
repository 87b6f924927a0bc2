"""How Chinese clerks look for people: by the initials of the name (张明华 → zmh)."""

from __future__ import annotations


def initials(name: str) -> str:
    """First letters of each character's reading; Latin words give their first letter."""
    from pypinyin import (  # its dictionary is a tenth of a start, and seldom asked
        Style,
        lazy_pinyin,
    )

    parts = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_word_initials)
    return "".join(parts).lower()


def _word_initials(text: str) -> str:
    return "".join(word[0] for word in text.split())
