"""Plain files and files inside a one-member .zip, .gz or .bz2, told apart by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from django.utils.translation import gettext as _

from shouwen.platform.exchange.errors import FileRefused
from shouwen.platform.exchange.reading import limits

Kind = Literal["text", "xlsx", "xls", "ods"]
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError)
ZIP, GZ, BZ, OLE = b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xd0\xcf\x11\xe0"
FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\xfd7zXZ": "xz",
    b"SQLi": "SQLite",
    b"PAR1": "Parquet",
    b"{\\rt": "RTF",
}


@dataclass(frozen=True)
class Content:
    """The table itself, whatever it was packed in. ``opens`` may be called again and again."""

    kind: Kind
    opens: Callable[[], IO[bytes]]
    path: Path | None = None
    keep: object = None


class Bounded(io.RawIOBase):
    """An unpacking stream that stops before a bomb has filled memory or time."""

    def __init__(self, inner: IO[bytes], packed: int) -> None:
        self._inner, self._left = inner, max(limits.BOMB_FROM, packed * limits.BOMB_RATIO)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            block = self._inner.read(len(buffer))
        except BROKEN as why:
            raise FileRefused("damaged", params={"reason": reason(why)}) from why
        self._left -= len(block)
        if self._left < 0:
            raise FileRefused("bomb", params={"ratio": limits.BOMB_RATIO})
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def content_of(path: Path) -> Content:
    """What the file holds, unpacked if need be; raises FileRefused."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as why:
        raise FileRefused("not_found", value=str(path), params={"reason": reason(why)}) from why
    if not head:
        raise FileRefused("empty")
    if head.startswith(ZIP):
        return _zipped(path)
    if head.startswith(GZ):
        return _unpacked(lambda: _bounded(cast(IO[bytes], gzip.open(path)), path))
    if head.startswith(BZ):
        return _unpacked(lambda: _bounded(bz2.open(path), path))
    if head.startswith(OLE):
        return Content("xls", lambda: path.open("rb"), path)
    _refuse_foreign(head)
    return Content("text", lambda: path.open("rb", buffering=limits.BLOCK))


def reason(why: BaseException) -> str:
    """Why a file cannot be read, in the language in force: libraries speak English only."""
    if isinstance(why, FileNotFoundError):
        return _("it does not exist")
    if isinstance(why, IsADirectoryError):
        return _("it is a folder")
    if isinstance(why, PermissionError):
        return _("you may not read it")
    if isinstance(why, EOFError):
        return _("it ends too early")
    if isinstance(why, zipfile.BadZipFile):
        return _("it is no complete archive")
    return _("its contents do not fit its kind")


def _bounded(stream: IO[bytes], path: Path) -> IO[bytes]:
    return io.BufferedReader(Bounded(stream, path.stat().st_size), limits.BLOCK)


def _refuse_foreign(head: bytes) -> None:
    for magic, name in FOREIGN.items():
        if head.startswith(magic):
            raise FileRefused("not_a_table", params={"reason": name})
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15]
        .lower()
        .startswith((b"<html", b"<!doc", b"<table", b"<?xml"))
    ):
        raise FileRefused("not_a_table", params={"reason": _("a web page or XML")})


def _zipped(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [m for m in archive.infolist() if not m.is_dir() and not _litter(m.filename)]
            listed = {m.filename for m in names}
            if "[Content_Types].xml" in listed:
                if not any(name.startswith("xl/") for name in listed):
                    raise FileRefused("not_a_table", params={"reason": "DOCX/PPTX"})
                return Content("xlsx", lambda: path.open("rb"), path)
            if "content.xml" in listed and "mimetype" in listed:
                return Content("ods", lambda: path.open("rb"), path)
    except BROKEN as why:
        raise FileRefused("damaged", params={"reason": reason(why)}) from why
    if len(names) != 1:
        raise FileRefused("members", params={"count": len(names)})
    if names[0].flag_bits & 1:
        raise FileRefused("locked")
    return _unpacked(lambda: _member(path, names[0].filename))


def _litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.endswith((".DS_Store", "Thumbs.db"))


def _member(path: Path, name: str) -> IO[bytes]:
    try:
        archive = zipfile.ZipFile(path)
        return _bounded(archive.open(name), path)
    except (*BROKEN, NotImplementedError, RuntimeError) as why:
        raise FileRefused("damaged", params={"reason": reason(why)}) from why


def _unpacked(opens: Callable[[], IO[bytes]]) -> Content:
    with opens() as stream:
        head = stream.read(512)
    if not head:
        raise FileRefused("empty")
    if head.startswith((GZ, BZ)):
        raise FileRefused("nested")
    if head.startswith((ZIP, OLE)):
        return _sheet_inside(opens)
    _refuse_foreign(head)
    return Content("text", opens)


def _sheet_inside(opens: Callable[[], IO[bytes]]) -> Content:
    """A spreadsheet inside an archive is laid beside it, up to the size that can be opened."""
    spool = tempfile.NamedTemporaryFile(prefix="shouwen-", suffix=".sheet")  # noqa: SIM115
    with opens() as stream:
        while block := stream.read(limits.BLOCK):
            spool.write(block)
            if spool.tell() > limits.SHEET_PACKED:
                raise FileRefused(
                    "sheet_packed",
                    params={
                        "size": f">{limits.SHEET_PACKED >> 20}",
                        "limit": limits.SHEET_PACKED >> 20,
                    },
                )
    spool.flush()
    inner = content_of(Path(spool.name))
    if inner.kind == "text":
        raise FileRefused("nested")
    return Content(inner.kind, inner.opens, inner.path, keep=spool)
