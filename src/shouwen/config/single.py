"""One ``up`` per home at a time: a lock that dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another process is up on this home; its number is the argument."""


@contextmanager
def single(home: Path) -> Iterator[None]:
    """Be the only one; Busy when another is."""
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(os.read(handle, 20).decode() or "?") from error
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def holder(home: Path) -> int | None:
    """The process that is up on this home, if any."""
    try:
        with single(home):
            return None
    except Busy as busy:
        return int(busy.args[0]) if busy.args[0].isdecimal() else 0
