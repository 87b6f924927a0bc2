"""P4: the sweep of due clocks against set-based SQL that writes the same rows.

    python -m bench.clocks_sweep [--short]

``sweep``: clocks a second with fire, verdict, journal entry (hash chain) and reactions, against three bare
statements (fire, verdict, advance) and a bare insert of as many journal-like rows; alternating, median
ratio. ``sweep_idle``: a round with nothing due over open clocks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import time

from bench.clocks_due import open_clocks
from bench.ground import figure, installation, milliseconds, progress

ROUNDS = 5
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_BARE = (
    "CREATE TEMP TABLE due ON COMMIT DROP AS SELECT * FROM clocks_clock WHERE next_fire_at < %(now)s"
    " AND subject_id BETWEEN %(first)s AND %(last)s FOR UPDATE SKIP LOCKED",
    "INSERT INTO clocks_fire (clock_id, step, fired_at, late, suppressed)"
    " SELECT id, next_step, %(now)s, false, '' FROM due",
    "INSERT INTO clocks_verdict (clock_id, n, verdict, at, due_at, elapsed_s, cause, unit_id)"
    " SELECT id, 1, 'breached', due_at, due_at, 0, '', unit_id FROM due WHERE next_step = 2",
    "UPDATE clocks_clock c SET next_step = CASE WHEN c.next_step = 1 THEN 2 END, next_fire_at ="
    " CASE WHEN c.next_step = 1 THEN c.due_at END FROM due WHERE c.id = due.id",
    "INSERT INTO bench_entry SELECT subject_kind, subject_id, 'clocks.step.fired', %(now)s, 'system',"
    " jsonb_build_object('step', next_step, 'clock', id, 'due_at', due_at), sha256('x') FROM due",
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT 'bench', 'bench',"
    " jsonb_build_object('entry_id', id, 'reaction', 'x') FROM due",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    short = parser.parse_args().short
    os.environ["SHOUWEN_ACT_AS"] = "owner"  # the bare rows go into a table of their own
    with installation():
        sweeping(2_000 if short else 20_000)
        idle(20_000 if short else 100_000)


def sweeping(rows: int) -> None:
    from django.db import connection, transaction

    from shouwen.platform.clocks import limits
    from shouwen.platform.clocks.sweeper import sweep

    terms = limits.rules().choose("resolution", "internal", {"kind": "complaint"}, NOW)
    assert terms is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_entry (subject_kind varchar(16), subject_id bigint, kind varchar(60),"
            " at timestamptz, via varchar(8), facts jsonb, hash bytea)"
        )
        cursor.execute("CREATE INDEX ON bench_entry (subject_kind, subject_id)")
    ratios, rates = [], []
    first = 1
    for turn in range(ROUNDS):
        progress(f"round {turn + 1} of {ROUNDS}")
        for ours in (False, True):
            open_clocks(rows, terms.id, terms.revision_id, first=first)
            _make_due(first, rows)
            began = time.perf_counter()
            if ours:
                while sweep(NOW, 1000):
                    pass
            else:
                values = {"now": NOW, "first": first, "last": first + rows - 1}
                for _ in range(2):
                    with transaction.atomic(), connection.cursor() as cursor:
                        for statement in _BARE:
                            cursor.execute(statement, values)
            rates.append((ours, 2 * rows / (time.perf_counter() - began)))
            first += rows
        ratios.append(rates[-1][1] / rates[-2][1])
    figure(
        "sweep",
        rows=rows,
        steps_per_second=round(statistics.median(r for ours, r in rates if ours)),
        set_based_sql=round(statistics.median(r for ours, r in rates if not ours)),
        ratio=round(statistics.median(ratios), 2),
        goal=0.25,
    )


def _make_due(first: int, rows: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clocks_clock SET due_at = started_at + interval '5 days',"
            " next_fire_at = started_at + interval '4 days' WHERE subject_id BETWEEN %s AND %s",
            [first, first + rows - 1],
        )
        cursor.execute("VACUUM ANALYZE clocks_clock")


def idle(rows: int) -> None:
    from shouwen.platform.clocks.sweeper import sweep

    open_clocks(rows, None, None, first=10_000_000)
    figure(
        "sweep_idle",
        rows=rows,
        milliseconds=round(milliseconds(lambda: sweep(dt.datetime(2024, 1, 1, tzinfo=dt.UTC))), 2),
        goal=20,
    )


if __name__ == "__main__":
    main()
