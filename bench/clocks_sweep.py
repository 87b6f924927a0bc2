"""P4: the sweep of due clocks against set-based SQL that writes the same rows.

    python -m bench.clocks_sweep [--short] [--rows N]

Clocks climb a ladder of four steps (half, 80 %, due, two hours later).

- ``sweep``: one step has come for each clock. Clocks a second with fire, verdict, journal entry (hash chain) and
  the jobs of all reactions, against bare statements that write fire, verdict, the next alarm, as many
  journal-like rows and as many jobs; alternating, median ratio
- ``sweep_after_downtime``: all four steps have come, for a quarter of the clocks
- ``sweep_idle``: a round with nothing due over open clocks
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
    "CREATE TEMP TABLE come ON COMMIT DROP AS SELECT id, subject_kind, subject_id, due_at, at, step"
    " FROM due, unnest(alarm_ats, alarm_steps) AS u(at, step) WHERE at < %(now)s",
    "INSERT INTO clocks_fire (clock_id, step, fired_at, late, suppressed)"
    " SELECT id, step, %(now)s, at < %(now)s - interval '1 minute', '' FROM come",
    "INSERT INTO clocks_verdict (clock_id, n, verdict, at, due_at, elapsed_s, cause, unit_id)"
    " SELECT id, 1, 'breached', due_at, due_at, 0, '', unit_id FROM due WHERE due_at < %(now)s",
    "UPDATE clocks_clock c SET alarm_ats = c.alarm_ats[n + 1:], alarm_steps = c.alarm_steps[n + 1:],"
    " next_fire_at = c.alarm_ats[n + 1], next_step = c.alarm_steps[n + 1]"
    " FROM (SELECT id, count(*)::int AS n FROM come GROUP BY id) x WHERE c.id = x.id",
    "INSERT INTO bench_entry SELECT subject_kind, subject_id, 'clocks.step.fired', %(now)s, 'system',"
    " jsonb_build_object('step', step, 'clock', id, 'due_at', due_at, 'stood_at', at, 'targets',"
    " ARRAY['handler'], 'channels', ARRAY['in_app'], 'effects', ARRAY['notify']), sha256('x') FROM come",
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT 'bench', 'bench',"
    " jsonb_build_object('entry_id', id, 'reaction', 'x') FROM come",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rows", type=int, default=20_000)
    args = parser.parse_args()
    rows = 2_000 if args.short else args.rows
    os.environ["SHOUWEN_ACT_AS"] = "owner"  # the bare rows go into a table of their own
    with installation():
        limit = _ladder()
        sweeping("sweep", rows, steps=1, limit=limit)
        sweeping("sweep_after_downtime", rows // 4, steps=4, limit=limit)
        idle(20_000 if args.short else 100_000)


def _ladder() -> tuple[int, int, int]:
    """A limit of 24 hours with a ladder of four steps: limit, revision and version of the ladder."""
    from django.db import connection

    from shouwen.kernel.actor import SYSTEM
    from shouwen.platform.clocks import limits
    from shouwen.platform.clocks.actions import save_ladder
    from shouwen.platform.clocks.ladders import Rung

    steps = [Rung(when="share", amount=n, to=("handler",)) for n in (50, 80, 100)]
    steps.append(Rung(when="after", amount=7_200, to=("level:3",)))
    version = save_ladder("bench", steps, by=SYSTEM, at=NOW)
    terms = limits.rules().choose("resolution", "internal", {"kind": "fault_report"}, NOW)
    assert terms is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_entry (subject_kind varchar(16), subject_id bigint, kind varchar(60),"
            " at timestamptz, via varchar(8), facts jsonb, hash bytea)"
        )
        cursor.execute("CREATE INDEX ON bench_entry (subject_kind, subject_id)")
    return terms.id, terms.revision_id, version.pk


def sweeping(name: str, rows: int, *, steps: int, limit: tuple[int, int, int]) -> None:
    from django.db import connection, transaction

    from shouwen.platform.clocks.sweeper import sweep

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(subject_id), 0) + 1 FROM clocks_clock")
        first = cursor.fetchone()[0]
    ratios, rates = [], []
    for turn in range(ROUNDS):
        progress(f"{name}: round {turn + 1} of {ROUNDS}")
        for ours in (False, True):
            open_clocks(rows, limit[0], limit[1], first=first)
            _make_due(first, rows, steps, limit[2])
            began = time.perf_counter()
            if ours:
                while sweep(NOW, 1000):
                    pass
            else:
                values = {"now": NOW, "first": first, "last": first + rows - 1}
                with transaction.atomic(), connection.cursor() as cursor:
                    for statement in _BARE:
                        cursor.execute(statement, values)
            rates.append((ours, steps * rows / (time.perf_counter() - began)))
            first += rows
        ratios.append(rates[-1][1] / rates[-2][1])
    figure(
        name,
        clocks=rows,
        steps=steps * rows,
        steps_per_second=round(statistics.median(r for ours, r in rates if ours)),
        set_based_sql=round(statistics.median(r for ours, r in rates if not ours)),
        ratio=round(statistics.median(ratios), 2),
        goal=0.25,
    )


def _make_due(first: int, rows: int, steps: int, version: int) -> None:
    """Put the alarms of these clocks so that so many of their four steps lie in the past."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clocks_clock SET ladder_version_id = %s, due_at = ats[3], alarm_ats = ats,"
            " alarm_steps = ARRAY[1, 2, 3, 4], next_fire_at = ats[1], next_step = 1"
            " FROM (SELECT array_agg(%s + (n - %s) * interval '5 hours' - interval '1 hour' ORDER BY n)"
            " AS ats FROM generate_series(1, 4) n) x WHERE subject_id BETWEEN %s AND %s",
            [version, NOW, steps, first, first + rows - 1],
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
