"""``shouwen up``: serves, keeps its processes alive, stops cleanly."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from shouwen.config.postgres import Cluster
from tests.config.shell import begin, free_port, shouwen

pytestmark = pytest.mark.slow


@pytest.fixture
def service(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The service, up, with the address it named and everything it said before."""
    port = free_port()
    process = begin(home, "up", "--no-demo", "--port", str(port))
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def told(process: subprocess.Popen[str], word: str) -> str:
    """What it says up to the line with this word."""
    said = ""
    assert process.stderr is not None
    for line in process.stderr:
        said += line
        if word in line:
            return said
    raise AssertionError(f"ended before {word!r}: {said}")


def children(pid: int) -> dict[str, int]:
    """The processes it started, by what they run."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            line = (entry / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if parent == pid and (match := re.search(r"shouwen\.config\.(\w+)", line)):
            found[match[1]] = int(entry.name)
    return found


ALL = {"gunicorn", "worker", "sweeper", "courier", "stream"}


def all_children(pid: int) -> dict[str, int]:
    """The processes once all are there: jobs and clocks begin after the first page has answered."""
    for _ in range(600):
        found = children(pid)
        if set(found) >= ALL:
            return found
        threading.Event().wait(0.05)
    raise AssertionError(f"only {sorted(children(pid))} after half a minute")


def test_up_serves_shows_the_password_once_and_stops_all_it_started(
    home: Path, service: tuple[subprocess.Popen[str], str]
) -> None:
    process, url = service
    said = told(process, "Ctrl-C")
    assert url in said
    assert re.search(r"admin / \S{10,}", said)
    assert urlopen(f"{url}readyz").read() == b"ready"
    started = all_children(process.pid).values()
    assert set(children(process.pid)) == ALL
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
    assert not Cluster(home).running()
    assert {"web.log", "worker.log", "sweeper.log"} <= {p.name for p in (home / "log").iterdir()}


def test_a_process_that_dies_is_started_again_and_a_second_up_is_refused(
    home: Path, service: tuple[subprocess.Popen[str], str]
) -> None:
    process, _ = service
    told(process, "Ctrl-C")
    os.kill(all_children(process.pid)["worker"], signal.SIGKILL)
    assert "started again" in told(process, "worker ended")
    again = shouwen(home, "up", "--no-demo", "--port", str(free_port()))
    assert again.returncode == 2
    assert f"already up on {home}" in again.stderr
    assert process.poll() is None


def test_the_demo_refuses_every_address_but_this_machines(home: Path) -> None:
    done = shouwen(home, "up", "--bind", "0.0.0.0", "--port", str(free_port()))
    assert done.returncode == 2
    assert "demo accounts are for this machine only" in done.stderr
