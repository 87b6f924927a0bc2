"""Kill web, worker and database while four clients take matters in; then count.

    python -m bench.faults [--kills 10]

Every accepted request must be stored exactly once, with journal, clocks and hold; ``shouwen verify``
must be clean. Prints one JSON line; exit status 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.ground import figure, progress

CLIENTS = 4


class Intake:
    """Clients that post with known keys and repeat a key until it is answered."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.stop = threading.Event()
        self.accepted: dict[str, str] = {}
        self.refused: list[str] = []
        self.tries = 0

    def run(self, client: int) -> None:
        n = 0
        while not self.stop.is_set():
            n += 1
            self.one(f"fault-{client}-{n}")

    def one(self, key: str) -> None:
        """The same key again until an answer comes, as a careful caller does."""
        body = json.dumps(
            {"kind": "fault_report", "channel": "hotline", "title": f"断网 {key}", "text": "试验"}
        ).encode()
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
        }
        while True:
            self.tries += 1
            asked = urllib.request.Request(self.url, body, headers)
            try:
                with urllib.request.urlopen(asked, timeout=15) as answer:
                    self.accepted[key] = json.load(answer)["number"]
                    return
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    self.refused.append(f"{error.code} {error.read()[:200]!r}")
                    return
            except (OSError, ValueError):
                pass
            if self.stop.is_set():
                return
            time.sleep(0.1)


@contextmanager
def service(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``shouwen up`` on a home of its own, until the end of the block."""
    up = subprocess.Popen(
        [sys.executable, "-m", "shouwen.config.cli", "up", "--no-demo", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=(home / "up.log").open("wb"),
    )
    try:
        wait_ready(port)
        yield up
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(60)


def wait_ready(port: int, seconds: float = 90) -> float:
    """How long until pages are served again; TimeoutError when never."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("not ready")


def victims(up: int, home: Path) -> dict[str, list[int]]:
    """Process ids by what they do, among the descendants of ``up`` and the server of ``home``."""
    found: dict[str, list[int]] = {"web": [], "worker": [], "sweeper": [], "database": []}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            words = entry.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
            parent = int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        pid = int(entry.name)
        if parent == up and "gunicorn" in words:
            found["web"].append(pid)
        elif parent == up and "config.worker" in words:
            found["worker"].append(pid)
        elif parent == up and "config.sweeper" in words:
            found["sweeper"].append(pid)
    found["database"] = [int(p.read_text().split()[0]) for p in home.rglob("postmaster.pid")]
    return {name: pids for name, pids in found.items() if pids}


def shouwen(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shouwen.config.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


PREPARE = """
from django.utils.timezone import now
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access.actions import issue_token
from shouwen.platform.org.actions import StaffRow, UnitRow, ensure_staff, ensure_units
from shouwen.platform.org.models import Staff
at = now()
ensure_units([UnitRow(code="F", name="试验", kind="county")], by=SYSTEM, at=at)
ensure_staff([StaffRow(number="F1", name="试一", unit_code="F", role="agent", login="f1")], by=SYSTEM, at=at)
print(issue_token(Staff.objects.get(number="F1").account_id, "faults", by=SYSTEM, at=at))
"""
COUNT = """
import json
from django.db import connection
with connection.cursor() as c:
    c.execute('''SELECT c.number, c.title,
        (SELECT count(*) FROM journal_entry e WHERE e.subject_kind = 'case' AND e.subject_id = c.id),
        (SELECT count(*) FROM clocks_clock k WHERE k.subject_kind = 'case' AND k.subject_id = c.id),
        (SELECT count(*) FROM clocks_hold h WHERE h.subject_kind = 'case' AND h.subject_id = c.id)
        FROM cases_case c''')
    print(json.dumps(c.fetchall()))
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--port", type=int, default=8190)
    args = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="shouwen-faults-"))
    os.environ["SHOUWEN_HOME"] = str(home)
    for name in ("SHOUWEN_DATABASE_URL", "SHOUWEN_DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    try:
        return storm(home, args.port, args.kills)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def storm(home: Path, port: int, kills: int) -> int:
    chance = random.Random(20251010)
    with service(home, port) as up:
        token = shouwen("manage", "shell", "-c", PREPARE).stdout.split()[-1]
        intake = Intake(f"http://127.0.0.1:{port}/api/v1/cases", token)
        clients = [threading.Thread(target=intake.run, args=(n,)) for n in range(CLIENTS)]
        for client in clients:
            client.start()
        slowest = 0.0
        for n in range(kills):
            time.sleep(chance.uniform(0.5, 2))
            among = victims(up.pid, home)
            name = ("web", "worker", "database", "sweeper")[n % 4]
            for pid in among.get(name, []):
                os.kill(pid, signal.SIGKILL)
            back = wait_ready(port)
            slowest = max(slowest, back)
            progress(f"{name} killed, ready after {back:.1f} s, {len(intake.accepted)} taken in")
        time.sleep(2)
        intake.stop.set()
        for client in clients:
            client.join()
        rows = json.loads(shouwen("manage", "shell", "-c", COUNT).stdout.splitlines()[-1])
        verified = shouwen("verify", "--json")
    return judge(intake, rows, verified, kills, slowest)


def judge(
    intake: Intake,
    rows: list[list[object]],
    verified: subprocess.CompletedProcess[str],
    kills: int,
    slowest: float,
) -> int:
    stored = [row[0] for row in rows]
    titles = [row[1] for row in rows]
    broken = {
        "lost": len(set(intake.accepted.values()) - set(stored)),
        "doubled": len(titles) - len(set(titles)),
        "incomplete": sum(1 for row in rows if 0 in row[2:]),
        "refused": len(intake.refused),
        "unverified": verified.returncode,
    }
    figure(
        "faults",
        kills=kills,
        accepted=len(intake.accepted),
        tries=intake.tries,
        stored=len(rows),
        slowest_ready_seconds=round(slowest, 1),
        **broken,
        verify=verified.stdout.strip()[-500:],
        refusals=intake.refused[:3],
    )
    return 1 if any(broken.values()) or not intake.accepted else 0


if __name__ == "__main__":
    raise SystemExit(main())
