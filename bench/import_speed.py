"""P7: an import against a COPY of the very rows it writes, into the same tables with the same indexes.

    python -m bench.import_speed [--short]

``import``: cases a second (reading, checks, de-duplication, clocks, journal with hash chain), and the
ratio to the COPY; alternating, median ratio. ``import_again``: the same file once more, which writes
nothing but its own batch. ``import_memory``: what a file ten times as long adds to the process.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.ground import figure, installation, progress

ROUNDS = 5
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
PROFILE = """
profile = "bench"
shape = "case"
zone = "Asia/Shanghai"
key = "no"
[units]
root = { code = "BENCH", name = "Bench", kind = "city" }
[fields]
kind = { column = "kind", table = { a = "fault_report", b = "complaint", c = "consultation" } }
opened_at = "opened"
due_at = "due"
closed_at = "closed"
title = "title"
unit = "office"
answer = "answer"
[fields.extra]
street = "street"
district = "district"
"""
_CASES = "SELECT id FROM cases_case WHERE source_batch = %(batch)s"
_CLOCKS = f"SELECT id FROM clocks_clock WHERE subject_kind = 'case' AND subject_id IN ({_CASES})"
TABLES = {
    "cases_case": "source_batch = %(batch)s",
    "cases_search": f"case_id IN ({_CASES})",
    "clocks_hold": f"subject_kind = 'case' AND subject_id IN ({_CASES})",
    "clocks_clock": f"subject_kind = 'case' AND subject_id IN ({_CASES})",
    "clocks_event": f"clock_id IN ({_CLOCKS})",
    "clocks_verdict": f"clock_id IN ({_CLOCKS})",
    "journal_entry": "batch_id = %(batch)s AND subject_kind = 'case'",
    "journal_head": f"subject_kind = 'case' AND subject_id IN ({_CASES})",
    "journal_text": "entry_id IN (SELECT id FROM journal_entry WHERE batch_id = %(batch)s)",
    "exchange_source": "batch_id = %(batch)s",
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--memory-of", type=Path)
    given = parser.parse_args()
    os.environ["SHOUWEN_ACT_AS"] = "owner"  # the copied rows go into tables of their own
    with installation() as home:
        if given.memory_of:
            print(_memory_of(given.memory_of, home))
            return
        rows = 5_000 if given.short else 20_000
        _speed(home, rows)
        _memory(home, rows)


def register(path: Path, rows: int, *, first: int) -> Path:
    """A made-up register: three in four closed, one in ten late, Chinese text."""
    chance = random.Random(first)
    with path.open("w", encoding="utf-8") as file:
        file.write("no,kind,opened,due,closed,title,office,answer,street,district\n")
        for number in range(first, first + rows):
            opened = BEGIN + timedelta(seconds=number * 37 % 40_000_000)
            due = opened + timedelta(days=3)
            hours = chance.expovariate(1 / 30)
            closed = (
                ""
                if chance.random() < 0.25
                else f"{opened + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}"
            )
            file.write(
                f"N{number},{chance.choice('abc')},{opened:%Y-%m-%d %H:%M:%S},{due:%Y-%m-%d %H:%M:%S},"
                f"{closed},网络{number % 97}号线路中断,D{number % 40:02},已上门更换光猫并测试正常{number},"
                f"人民路{number % 500}号,{number % 12}区\n"
            )
    return path


def take_in(path: Path, home: Path) -> Any:
    from shouwen.domains.imports.registers import plans, running
    from shouwen.kernel.actor import SYSTEM

    profile = home / "bench.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    return running.run(path, plans.load(profile), rejects_in=home, by=SYSTEM, at=datetime.now(UTC))


def _speed(home: Path, rows: int) -> None:
    take_in(register(home / "warm.csv", 500, first=90_000_000), home)
    _mirror()
    ratios, again, rates, copies, cpu, ours = [], [], [], [], [], 0
    for turn in range(ROUNDS):
        progress(f"round {turn + 1} of {ROUNDS}")
        path = register(home / "bench.csv", rows, first=turn * rows)
        began, used = time.perf_counter(), _cpu()
        outcome = take_in(path, home)
        took, used = time.perf_counter() - began, _cpu() - used
        assert outcome.counts.created == rows, outcome.counts
        began = time.perf_counter()
        second = take_in(path, home)
        took_again = time.perf_counter() - began
        assert second.counts.unchanged == rows, second.counts
        copied, copied_cpu, ours = _copy(outcome.batch)
        cpu.append(copied_cpu / used)
        ratios.append(copied / took)
        again.append(copied / took_again)
        rates.append(rows / took)
        copies.append(rows / copied)
    figure(
        "import",
        cases=rows,
        rows_written_per_case=round(ours / rows, 1),
        cases_per_second=round(statistics.median(rates)),
        copy_of_the_same_rows=round(statistics.median(copies)),
        ratio=round(statistics.median(ratios), 2),
        cpu_ratio=round(statistics.median(cpu), 2),
        goal=0.25,
    )
    figure("import_again", cases=rows, ratio=round(statistics.median(again), 2), goal=0.08)


def _cpu() -> float:
    """CPU seconds of this process and of its database connection: steadier than the wall clock."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _columns(table: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return str(cursor.fetchone()[0])


def _mirror() -> None:
    """Tables like ours, with the same defaults, checks and indexes, and as full as ours."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")


def _copy(batch: int) -> tuple[float, float, int]:
    """Seconds (wall, CPU) to COPY the rows of a batch into the mirrored tables, and their number."""
    from django.db import connection, transaction

    dumped: list[tuple[str, str, list[bytes]]] = []
    rows = 0
    for table, condition in TABLES.items():
        columns = _columns(table)
        where = condition % {"batch": batch}
        with connection.cursor() as cursor:
            statement = (
                f"COPY (SELECT {columns} FROM {table} WHERE {where}) TO STDOUT (FORMAT binary)"
            )
            with cursor.cursor.copy(statement) as copy:
                dumped.append((table, columns, [bytes(block) for block in copy]))
            rows += cursor.rowcount
    began, used = time.perf_counter(), _cpu()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, blocks in dumped:
            statement = f"COPY bench_{table} ({columns}) FROM STDIN (FORMAT binary)"
            with cursor.cursor.copy(statement) as copy:
                for block in blocks:
                    copy.write(block)
    return time.perf_counter() - began, _cpu() - used, rows


def _memory(home: Path, rows: int) -> None:
    small = register(home / "small.csv", 1_000, first=0)
    large = register(home / "large.csv", rows * 3, first=0)
    grown = [_run(path) for path in (small, large)]
    figure(
        "import_memory",
        rows=rows * 3,
        file_mb=round(large.stat().st_size / 1e6, 1),
        small_mb=grown[0],
        large_mb=grown[1],
        added_mb=round(grown[1] - grown[0], 1),
        goal=64,
    )


def _run(path: Path) -> float:
    command = [sys.executable, "-m", "bench.import_speed", "--memory-of", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def _memory_of(path: Path, home: Path) -> float:
    take_in(path, home)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
