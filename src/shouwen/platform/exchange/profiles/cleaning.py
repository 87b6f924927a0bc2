"""Cleaning steps a profile may name for a column, applied in the order given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

SPACE = re.compile(r"\s+")
NOT_DIGIT = re.compile(r"\D+")
BLANK = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b"

STEPS: dict[str, Callable[[str], str]] = {
    "strip": lambda text: text.strip(BLANK),
    "collapse": lambda text: SPACE.sub(" ", text).strip(),
    "upper": str.upper,
    "lower": str.lower,
    "digits": lambda text: NOT_DIGIT.sub("", unicodedata.normalize("NFKC", text)),
    "half_width": lambda text: unicodedata.normalize("NFKC", text),
    "one_line": lambda text: " ".join(text.split()),
}


def cleaner(steps: tuple[str, ...]) -> Callable[[str], str]:
    """All steps as one function; blanks at both ends always go."""
    functions = [STEPS[step] for step in steps if step != "strip"]

    def clean(text: str) -> str:
        text = text.strip(BLANK)
        for function in functions:
            text = function(text)
        return text

    return clean
