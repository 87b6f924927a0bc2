"""Whoever uses the private database holds a shared lock; the last one out stops the server.

Two files: ``users`` is locked shared for as long as one uses the server; ``gate`` is locked alone
for the moments of coming and going. Both locks die with their process, so a killed command
neither keeps the server alive for ever nor takes it away from others.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shouwen.config.postgres.cluster import Cluster


@contextmanager
def lease(cluster: Cluster) -> Iterator[Cluster]:
    """Use the server of a home, started if need be."""
    cluster.keys.mkdir(parents=True, exist_ok=True)
    users = os.open(cluster.keys / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with gate(cluster.keys):
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.start()
        try:
            yield cluster
        finally:
            with gate(cluster.keys):
                if _alone(users):
                    cluster.stop()
    finally:
        os.close(users)


def revive(cluster: Cluster) -> bool:
    """Start the server again when it died under its users; whether that was needed."""
    if cluster.alive():
        return False
    with gate(cluster.keys):
        if cluster.alive():
            return False
        cluster.start()
    return True


@contextmanager
def gate(keys: Path) -> Iterator[None]:
    """One at a time comes or goes."""
    handle = os.open(keys / "gate.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _alone(users: int) -> bool:
    """Whether nobody else holds the shared lock; ours becomes exclusive when so."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
