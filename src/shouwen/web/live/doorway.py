"""The way from the web to the stream process: the connection of a browser itself is handed over.

The page's request is answered by the web like any other, which knows who asks and what that post may see.
It passes the descriptor of the connection through a Unix socket that only this installation's user can
open, and forgets it. So pages and streams have one origin and one port, and no thread waits for a stream.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAME = "live.sock"
LARGEST = 150_000
"""A longer note does not fit the kernel's buffer: such a reader goes on asking every few seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose stream it is, under which session, and of which units and which person news may be told."""

    account: int
    session: str
    everything: bool
    units: frozenset[int]
    person: int | None = None

    def packed(self) -> bytes:
        parts = [self.account, self.session, self.everything, sorted(self.units), self.person]
        return json.dumps(parts).encode()

    @classmethod
    def unpacked(cls, note: bytes) -> Reader:
        account, session, everything, units, person = json.loads(note)
        return cls(
            account=account,
            session=session,
            everything=everything,
            units=frozenset(units),
            person=person,
        )


def hand_over(connection: socket.socket, reader: Reader, *, home: Path) -> bool:
    """Give the browser's connection to the stream process; False where it cannot be given.

    Afterwards ``connection`` leads nowhere: whatever the web still writes to it or shuts down is its own affair.
    """
    note = reader.packed()
    if len(note) > LARGEST:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door, shortened(home) as address:
        door.setblocking(False)
        try:
            door.connect(address)
            socket.send_fds(door, [note], [connection.fileno()])
        except OSError:
            return False
    _forget(connection)
    return True


def _forget(connection: socket.socket) -> None:
    """Put a dead end in place of the descriptor, so that closing it cannot end the stream."""
    ours, other = socket.socketpair()
    with ours, other:
        os.dup2(ours.fileno(), connection.fileno(), inheritable=False)


def opened(home: Path) -> socket.socket:
    """The stream process's end of the door, for this user alone; whoever had it before is gone."""
    door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    (home / NAME).unlink(missing_ok=True)
    before = os.umask(0o077)
    try:
        with shortened(home) as address:
            door.bind(address)
    finally:
        os.umask(before)
    door.setblocking(False)
    return door


def received(door: socket.socket) -> tuple[socket.socket, Reader]:
    """The next connection with its reader; BlockingIOError when none waits."""
    note, descriptors, _flags, _address = socket.recv_fds(door, LARGEST, 1)
    return socket.socket(fileno=descriptors[0]), Reader.unpacked(note)


def answers(home: Path) -> bool:
    """Whether a stream process listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door, shortened(home) as address:
        try:
            door.connect(address)
        except OSError:
            return False
        return True


@contextmanager
def shortened(home: Path) -> Iterator[str]:
    """The door's address through the directory's descriptor: a home may be longer than the kernel's 107 bytes."""
    directory = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{NAME}"
    finally:
        os.close(directory)
