"""A small supervisor: starts processes, keeps their logs, restarts what dies, stops all cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from logging import Formatter, Logger, getLogger
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from shouwen.kernel.command import say

LOG_BYTES, LOG_FILES = 10_000_000, 5
FIRST_WAIT, LONGEST_WAIT, HEALTHY = 1.0, 30.0, 60.0
GRACE = 20.0
"""Seconds a process has for stopping before it is killed."""


@dataclass
class Child:
    """One process to keep alive; ``once`` for a job that is done when it ends."""

    name: str
    command: Sequence[str]
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float | None = 0.0
    wait: float = FIRST_WAIT
    reader: threading.Thread | None = field(default=None, repr=False)
    env: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps a set of children alive until told to stop."""

    def __init__(
        self, children: Sequence[Child], logs: Path, tell: Callable[[object], None] = say
    ) -> None:
        self.children = list(children)
        self.logs = logs
        self.tell = tell
        self.stopping = threading.Event()
        self.env = {k: v for k, v in os.environ.items() if k != "SHOUWEN_DATABASE_OWNER_URL"}
        self.env |= bytecode(logs.parent)

    def run(self, each_round: Callable[[], None] = lambda: None) -> None:
        """Watch until ``stopping`` is set (a signal handler does); then stop all."""
        try:
            while not self.stopping.is_set():
                self.look_after()
                each_round()
                self.stopping.wait(0.2)
        finally:
            self.stop()

    def look_after(self) -> None:
        """Start what is due, notice what died."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            if child.process is None and child.restart_at is not None and now >= child.restart_at:
                self._start(child, now)

    def add(self, child: Child) -> None:
        self.children.append(child)

    def stop(self) -> None:
        """Ask all to end, then insist."""
        living = [c for c in self.children if c.alive]
        for child in living:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in living:
            assert child.process is not None
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.tell(f"{child.name} does not stop; it is killed")
                _signal(child, signal.SIGKILL)
                child.process.wait()
        for child in self.children:
            if child.reader:
                child.reader.join(timeout=2)

    def _start(self, child: Child, now: float) -> None:
        child.process = subprocess.Popen(
            child.command,
            env={**self.env, **child.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        child.started_at = now
        assert child.process.stdout is not None
        child.reader = threading.Thread(
            target=_keep, args=(child.process.stdout, log_file(self.logs, child.name)), daemon=True
        )
        child.reader.start()

    def _bury(self, child: Child, now: float) -> None:
        assert child.process is not None
        status, child.process = child.process.returncode, None
        if child.once:
            child.restart_at = None
            if status:
                self.tell(f"{child.name} failed ({status}); see {self.logs / child.name}.log")
            return
        healthy = now - child.started_at > HEALTHY
        child.wait = FIRST_WAIT if healthy else min(child.wait * 2, LONGEST_WAIT)
        child.restart_at = now + child.wait
        self.tell(
            f"{child.name} ended ({status}) and is started again in {child.wait:.0f} s;"
            f" see {self.logs / child.name}.log"
        )


def bytecode(home: Path) -> dict[str, str]:
    """Where children keep compiled modules if Python may not write any beside the sources.

    Without them each process would compile a thousand modules at every start: most of its seconds.
    """
    if not sys.dont_write_bytecode:
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(home / "bytecode")}


def log_file(logs: Path, name: str) -> Logger:
    """A rotated file for one process's own lines."""
    logger = getLogger(f"shouwen.child.{name}")
    if not logger.handlers:
        handler = RotatingFileHandler(
            logs / f"{name}.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
        handler.setFormatter(Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
        logger.setLevel("INFO")
    return logger


def _keep(stream: IO[bytes], logger: Logger) -> None:
    with stream:
        for line in stream:
            logger.info("%s", line.decode(errors="replace").rstrip("\n"))


def _signal(child: Child, number: int) -> None:
    """To the child's whole session: gunicorn's workers go with their master."""
    assert child.process is not None
    try:
        if number == signal.SIGKILL:
            os.killpg(child.process.pid, number)
        else:
            child.process.send_signal(number)
    except ProcessLookupError:
        return
