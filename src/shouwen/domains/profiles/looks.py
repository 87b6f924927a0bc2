"""认取值: whether the values of a column look like times (and how written), telephones, numbers or codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shouwen.domains.profiles.choices import Look
from shouwen.platform.exchange.profiles import dates

MOST, PROMISED = 0.8, 0.5
"""So large a part of the filled cells has to look alike; less where the header promises times."""
PHONE = re.compile(
    r"(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}(?:[-,转 ]\d{1,6})?|400[- ]?\d{3}[- ]?\d{4})"
)
IDENTITY = re.compile(r"\d{17}[\dXx]")
NUMBER = re.compile(r"\d{1,9}")
CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/#-]{1,63}")
DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%b-%Y",
)
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
FORMATS = ("iso", *(day + time for day in DAYS for time in TIMES), "%Y年%m月%d日 %H时%M分")
BARE = ("%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S", "serial", "epoch", "epoch_ms")
"""Times without any mark between their parts: only a header can tell them from codes."""
TURNED = {"%d/%m/%Y": "%m/%d/%Y", "%m/%d/%Y": "%d/%m/%Y"}


def look(values: Sequence[str], *, rows: int) -> Look:
    """What the filled cells of a column look like; ``rows`` were looked at."""
    if not values:
        return Look.EMPTY
    for found, pattern in ((Look.IDENTITY, IDENTITY), (Look.PHONE, PHONE)):
        if _share(values, pattern) >= MOST:
            return found
    if formats(values):
        return Look.TIME
    distinct = len(set(values))
    if distinct == len(values) and rows > 1 and _share(values, CODE) >= MOST:
        return Look.CODE
    if _share(values, NUMBER) >= MOST:
        return Look.NUMBER
    repeats = distinct <= max(3, len(values) // 3)
    return Look.WORD if repeats and max(map(len, values)) <= 40 else Look.TEXT


def formats(values: Sequence[str], *, bare: bool = False) -> tuple[str, ...]:
    """How the times of a column are written, none when they are no times.

    Where day and month could be either, both ways: the whole file will tell. ``bare``: the header promises
    times, so also digits alone are read, and half of the cells is enough.
    """
    read = {spelling: _read(values, spelling) for spelling in _tried(bare=bare)}
    best = max(read.values(), default=0)
    if not values or best < (PROMISED if bare else MOST) * len(values):
        return ()
    first = next(spelling for spelling, count in read.items() if count == best)
    turned = _turned(first)
    return (first, turned) if turned and read.get(turned) == best else (first,)


def _tried(*, bare: bool) -> Iterator[str]:
    yield from FORMATS
    if bare:
        yield from BARE


def _turned(spelling: str) -> str | None:
    """The same format with day and month the other way round."""
    for one, other in TURNED.items():
        if spelling.startswith(one):
            return spelling.replace(one, other, 1)
    return None


def _read(values: Sequence[str], spelling: str) -> int:
    reads = dates.reader(spelling)
    return sum(reads(value) is not None for value in values)


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(value) is not None for value in values) / len(values)
