"""P1: how near a whole intake over HTTP comes to a bare transaction of the same rows.

    python -m bench.intake [--seconds 10] [--size 1000000]

Four clients post to gunicorn (2 processes × 2 threads) with a token and an idempotency key; the floor
is pgbench with four clients writing the same rows, durably, in the same database. The two alternate,
the median of the ratios is the figure. ``--size``: so many open cases are there already.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.ground import figure, installation, progress

CLIENTS = 4
TITLE = "宽带无法上网，光猫亮红灯"
FLOOR = """
\\set n random(1, 1000000000000)
BEGIN;
INSERT INTO access_idempotency (scope, key, body_hash, status, response, at)
    VALUES ('floor', :n, sha256('x'), 201, '{"id": 1}', now());
INSERT INTO cases_case (number, kind, category, channel, title, state, instance, owner_unit_id, handler_unit_id,
                        opened_at, urges, returns, reassignments, reopens, extra, version)
    VALUES ('F' || :n, 'fault_report', '', 'hotline', '宽带无法上网，光猫亮红灯', 'received', 1, UNIT, UNIT,
            now(), 0, 0, 0, 0, '{}', 1) RETURNING id \\gset
INSERT INTO cases_search (case_id, tokens) VALUES (:id, array_to_tsvector(ARRAY['宽带','无法','上网','光猫','红灯',
    '宽','带','无','法','上','网','光','猫','亮','红','灯','带无','法上','网光','猫亮','亮红']));
INSERT INTO clocks_hold (subject_kind, subject_id, seq, instance, at, unit_id, waiting_for, reason, ends)
    VALUES ('case', :id, 1, 1, now(), UNIT, 'none', 'received', false);
WITH k AS (
    INSERT INTO clocks_clock (subject_kind, subject_id, root_kind, root_id, kind, basis, instance, zone, silent,
                              carried_seconds, started_at, due_at, provisional, unit_id, waiting_for, owner_unit_id, front,
                              alarm_ats, alarm_steps, unsure_steps)
    SELECT 'case', :id, 'case', :id, kind, 'internal', 1, '', false, 0, now(), now() + interval '1 day', false, UNIT,
           'none', UNIT, kind = 'contact', '{}', '{}', false
    FROM unnest(ARRAY['first_response', 'contact', 'resolution']) kind RETURNING id
) INSERT INTO clocks_event (clock_id, seq, at, kind, facts) SELECT id, 1, now(), 'start', '{}' FROM k;
INSERT INTO journal_head (subject_kind, subject_id, seq, hash) VALUES ('case', :id, 1, sha256('x'));
INSERT INTO journal_entry (subject_kind, subject_id, seq, kind, at, via, v, facts, hash)
    VALUES ('case', :id, 1, 'cases.case.opened', now(), 'api', 1, '{"case_kind": "fault_report"}', sha256('x'))
    RETURNING id AS entry \\gset
INSERT INTO journal_text (entry_id, body, salt, purpose, erased_rule) VALUES (:entry, 'x', sha256('x'), 'request', '');
END;
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--port", type=int, default=8191)
    parser.add_argument("--size", type=int, default=0)
    args = parser.parse_args()
    with installation() as home:
        if args.size:
            crowded(args.size)
        unit, token = cast()
        script = home / "floor.sql"
        script.write_text(FLOOR.replace("UNIT", str(unit)))
        with web(args.port):
            measure(script, token, args)


def crowded(size: int) -> None:
    from django.utils.timezone import now

    from bench import crowd

    crowd.province()
    crowd.matters(1, size, now=now())
    crowd.words()
    crowd.settle()


def cast() -> tuple[int, str]:
    from django.utils.timezone import now

    from shouwen.kernel.actor import SYSTEM
    from shouwen.platform.access.actions import issue_token
    from shouwen.platform.org.actions import StaffRow, UnitRow, ensure_staff, ensure_units
    from shouwen.platform.org.models import Staff

    unit = ensure_units([UnitRow(code="B", name="试验", kind="county")], by=SYSTEM, at=now())["B"]
    row = StaffRow(number="B1", name="试一", unit_code="B", role="agent", login="b1")
    ensure_staff([row], by=SYSTEM, at=now())
    account = Staff.objects.get(number="B1").account_id
    assert account is not None
    return unit, issue_token(account, "bench", by=SYSTEM, at=now())


@contextmanager
def web(port: int, *, workers: int = 2) -> Iterator[None]:
    env = {**os.environ, "SHOUWEN_PORT": str(port), "SHOUWEN_WEB_WORKERS": str(workers)}
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "python:shouwen.config.gunicorn",
            "shouwen.config.wsgi",
        ],
        env=env,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                link.request("GET", "/readyz")
                if link.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(30)


def measure(script: Path, token: str, args: argparse.Namespace) -> None:
    ours, floors = [], []
    for n in range(args.rounds):
        ours.append(intake(token, args.port, args.seconds, n))
        floors.append(floor(script, args.seconds))
        progress(f"round {n + 1}: intake {ours[-1]:.0f}/s, floor {floors[-1]:.0f}/s")
    ratios = [a / b for a, b in zip(ours, floors, strict=True)]
    figure(
        "P1 intake over HTTP",
        size=args.size,
        per_second=round(statistics.median(ours)),
        floor_per_second=round(statistics.median(floors)),
        ratio=round(statistics.median(ratios), 4),
        goal=0.06,
    )


def intake(token: str, port: int, seconds: float, round_: int) -> float:
    """Accepted cases a second by four clients, each on one kept connection."""
    done = [0] * CLIENTS
    until = time.perf_counter() + seconds

    def client(c: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            body = json.dumps(
                {"kind": "fault_report", "channel": "hotline", "title": TITLE, "text": "客户来电"}
            )
            headers = {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": f"{round_}-{c}-{done[c]}",
            }
            link.request("POST", "/api/v1/cases", body.encode(), headers)
            answer = link.getresponse()
            text = answer.read()
            if answer.status != 201:
                raise RuntimeError(f"{answer.status} {text[:300]!r}")
            done[c] += 1

    threads = [threading.Thread(target=client, args=(c,)) for c in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def floor(script: Path, seconds: float) -> float:
    from shouwen.config.postgres import programs

    answer = subprocess.run(
        [
            programs()["pgbench"],
            "-n",
            "-c",
            str(CLIENTS),
            "-j",
            "2",
            "-T",
            str(int(seconds)),
            "-f",
            str(script),
            os.environ["SHOUWEN_DATABASE_OWNER_URL"],
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", answer.stdout)
    assert found is not None, answer.stdout
    return float(found[1])


if __name__ == "__main__":
    main()
