"""Which encoding a text file is in: proved over the whole file, never guessed from a few bytes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.reading import limits

Opens = Callable[[], IO[bytes]]
SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Encoding:
    """``dirty``: some cells hold bytes that are no text; their rows are rejected, not guessed."""

    name: str
    dirty: bool = False
    nul: bool = False


def named(name: str, opens: Opens) -> Encoding:
    """The encoding the user named; its unreadable cells are reported row by row."""
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError) as why:
        raise FileRefused("encoding_name", value=name) from why
    chosen = "utf-8-sig" if codecs.lookup(name).name == "utf-8" else name
    scan = _scan(opens, chosen)
    return Encoding(chosen, dirty=not scan.clean, nul=_nul_matters(chosen) and scan.nul)


def detected(opens: Opens) -> Encoding:
    """UTF-16 by its mark, else UTF-8, else GB18030 when the whole file is text in it."""
    with opens() as stream:
        sample = stream.read(SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", dirty=not _scan(opens, "utf-16").clean)
    if wide := _wide(sample):
        return Encoding(wide, dirty=not _scan(opens, wide).clean)
    utf8 = _scan(opens, "utf-8-sig")
    if utf8.clean or utf8.good > utf8.bad:
        return Encoding("utf-8-sig", dirty=not utf8.clean, nul=utf8.nul)
    chinese = _scan(opens, "gb18030")
    if chinese.good > 20 * chinese.bad and chinese.common * 2 >= chinese.good:
        return Encoding("gb18030", dirty=not chinese.clean, nul=chinese.nul)
    raise FileRefused("encoding")


@dataclass(slots=True)
class _Scan:
    good: int = 0
    bad: int = 0
    common: int = 0
    nul: bool = False

    @property
    def clean(self) -> bool:
        return self.bad == 0


def _scan(opens: Opens, name: str) -> _Scan:
    """Count the characters beyond ASCII that decode, and the places that do not."""
    scan = _Scan()
    strict = codecs.getincrementaldecoder(name)("strict")
    with opens() as stream:
        while block := stream.read(limits.BLOCK):
            scan.nul = scan.nul or b"\0" in block
            state = strict.getstate()
            try:
                text = strict.decode(block)
            except UnicodeError:
                loose = codecs.getincrementaldecoder(name)("replace")
                loose.setstate(state)
                text = loose.decode(block)
                scan.bad += max(1, text.count("\ufffd"))
                strict = codecs.getincrementaldecoder(name)("strict")
                strict.setstate(loose.getstate())
            if not text.isascii():
                _weigh(scan, text, chinese=name == "gb18030")
    try:
        strict.decode(b"", final=True)
    except UnicodeError:
        scan.bad += 1
    return scan


def _weigh(scan: _Scan, text: str, *, chinese: bool) -> None:
    plain = len(text.encode("ascii", "ignore"))
    scan.good += len(text) - plain - text.count("\ufffd")
    if chinese:  # the everyday characters; Western text misread as Chinese has hardly any
        scan.common += (len(text.encode("gb2312", "ignore")) - plain) // 2


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark shows as NUL in every second byte; NUL elsewhere is no text."""
    if b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 3 > half and even * 50 < half:
        return "utf-16-le"
    if even * 3 > half and odd * 50 < half:
        return "utf-16-be"
    if (even + odd) * 20 > len(sample):
        row = sample[: sample.index(0)].count(b"\n") + 1
        raise FileRefused("binary", row=row)
    return ""


def _nul_matters(name: str) -> bool:
    return not codecs.lookup(name).name.startswith(("utf-16", "utf-32"))
