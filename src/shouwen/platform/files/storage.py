"""Where the bytes lie: ``files/ab/abcd…`` in the home, complete or not there at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.conf import settings

from shouwen.platform.files.errors import FileEmpty, FileKindRefused, FileTooLarge, NoRoom
from shouwen.platform.files.kinds import media_of

STRAY_AFTER = timedelta(days=1)
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has arrived whole and is of a kind that is taken; not yet anybody's.

    ``with`` it: what is refused inside leaves nothing behind.
    """

    path: Path
    name: str
    sha256: str
    size: int
    media: str

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.forget()

    def forget(self) -> None:
        """What was not attached after all goes again."""
        self.path.unlink(missing_ok=True)


def home() -> Path:
    return Path(settings.HOME) / "files"


def path_of(sha256: str) -> Path:
    return home() / sha256[:2] / sha256


def receive(chunks: Iterable[bytes], *, name: str) -> Incoming:
    """Write what comes in beside the store, measured while it comes; refused leaves nothing."""
    shown = plain_name(name)
    folder = home() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    try:
        sha256, size = _written(chunks, path, shown)
        media = media_of(path, shown)
        if media is None:
            raise FileKindRefused(name=shown)
    except BaseException as problem:
        path.unlink(missing_ok=True)
        if isinstance(problem, OSError) and problem.errno in _FULL:
            raise NoRoom(name=shown) from problem
        raise
    return Incoming(path, shown, sha256, size, media)


def _written(chunks: Iterable[bytes], path: Path, name: str) -> tuple[str, int]:
    digest, size, most = hashlib.sha256(), 0, settings.FILE_MOST_MB
    with path.open("xb") as out:
        path.chmod(0o600)
        for chunk in chunks:
            size += out.write(chunk)
            if size > most * 1_000_000:
                raise FileTooLarge(name=name, most=most)
            digest.update(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        raise FileEmpty(name=name)
    return digest.hexdigest(), size


def plain_name(name: str) -> str:
    """A name without folders and control characters, short enough to keep with its ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in last if c.isprintable() and c not in '"<>|:*?').strip(". ") or "file"
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[:200]}{dot}{ending[:20]}" if dot else clean[:200]


def settle(incoming: Incoming) -> None:
    """Put the bytes into their place, so that they survive a power cut; equal ones may lie there."""
    target = path_of(incoming.sha256)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    incoming.path.replace(target)
    for folder in (target.parent, target.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def discard(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


def strays(at: datetime) -> Iterator[Path]:
    """Files that lie here since yesterday: interrupted uploads, and stored ones to be looked up."""
    oldest = (at - STRAY_AFTER).timestamp()
    for path in sorted(home().glob("*/*")):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < oldest:
                yield path
