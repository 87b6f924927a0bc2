"""The ``shouwen`` command as a person at a terminal sees it: arguments in, status and two streams out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "shouwen.config.cli"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing of the tests' own database shows."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SHOUWEN_")}
    source = str(Path(__file__).resolve().parents[2] / "src")
    return {**kept, "PYTHONPATH": source, "SHOUWEN_HOME": str(home), **more}


def shouwen(home: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def begin(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *words],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy_home(home: Path, copy: Path) -> Path:
    """A stopped home put elsewhere: it works there too."""
    shutil.copytree(home, copy, symlinks=True, ignore=shutil.ignore_patterns(".s.*"))
    return copy
