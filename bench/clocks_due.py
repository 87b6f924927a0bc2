"""P6: due times are exact, fast one by one, and fast by the table.

    python -m bench.clocks_due [--short]

- ``due_exact``: random cases (calendars, zones, pauses, days) against a grid of minutes; 2,000 also by stepping.
  ``ladder_exact``: the six steps of a ladder likewise
- ``due_single``: one call against businesstimedelta on the same calendar, alternating, median ratio
- ``due_bulk``: due times and warnings of a table in numpy, a fifth of the clocks with pauses
- ``due_written``: the same written to indexed open clocks, against one bare UPDATE of the column
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import numpy as np

from bench.ground import figure, installation, progress

SHANGHAI = "Asia/Shanghai"
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    short = parser.parse_args().short
    with installation():
        exact(10_000 if short else 100_000)
        ladders(1_000 if short else 20_000)
        single(2_000 if short else 20_000)
        bulk(100_000 if short else 1_000_000)
        written(20_000 if short else 100_000)


def exact(cases: int) -> None:
    from tests.kernel.calendars import office_pair, random_pair, random_pauses

    wrong = stepped = 0
    pairs = [office_pair(), *(random_pair(seed) for seed in range(1, 20))]
    rng = random.Random(1)
    began = time.perf_counter()
    for n in range(cases):
        calendar, grid = pairs[n % len(pairs)]
        start, target = rng.randrange(1440, 1440 * 60), rng.choice((1, 30, 450, 1200, 4000))
        pauses = random_pauses(rng, start, target) if n % 2 else []
        times = [(grid.time(a), grid.time(b)) for a, b in pauses]
        if n % 5 == 0:
            days = rng.choice((1, 3, 5))
            right = grid.time(grid.due_working_days(start, days, pauses))
            wrong += calendar.due_working_days(grid.time(start), days, times) != right
            continue
        expected = grid.due(start, target, pauses)
        if expected >= len(grid.running):
            continue
        due = calendar.due(grid.time(start), target * timedelta(minutes=1), times)
        wrong += due != grid.time(expected)
        if stepped < 2_000 and expected - start < 3_000:
            stepped += 1
            wrong += grid.due_by_stepping(start, target, pauses) != expected
    figure(
        "due_exact",
        cases=cases,
        wrong=wrong,
        by_stepping=stepped,
        seconds=round(time.perf_counter() - began, 1),
    )


def ladders(cases: int) -> None:
    """Share, before, after and working days of random clocks: six instants a case, some by stepping."""
    from tests.kernel.calendars import office_pair, random_pair
    from tests.platform.clocks.ladder_oracle import differing

    pairs = [office_pair(), *(random_pair(seed) for seed in range(1, 20))]
    rng = random.Random(5)
    wrong = compared = stepped = 0
    began = time.perf_counter()
    for n in range(cases):
        by_stepping = n % 10 == 0 and stepped < 2_000
        missed, steps = differing(*pairs[n % len(pairs)], rng, stepping=by_stepping)
        wrong, compared, stepped = wrong + len(missed), compared + steps, stepped + by_stepping
    figure(
        "ladder_exact",
        cases=cases,
        instants=compared,
        wrong=wrong,
        by_stepping=stepped,
        seconds=round(time.perf_counter() - began, 1),
    )


def single(calls: int) -> None:
    from zoneinfo import ZoneInfo

    from shouwen.kernel.worktime import WorkTime
    from shouwen.platform.clocks.actions.installing import specs

    zone = ZoneInfo(SHANGHAI)
    calendar = WorkTime.from_spec(specs()["office"], SHANGHAI)
    peer, hours = _peer()
    rng = random.Random(2)
    first = dt.datetime(2025, 3, 1, tzinfo=zone)
    starts = [first + timedelta(minutes=rng.randrange(1440 * 200)) for _ in range(calls)]
    target = timedelta(hours=20)

    def ours() -> None:
        for start in starts:
            calendar.due(start, target)

    few = [s.replace(tzinfo=None) for s in starts[: max(50, calls // 40)]]

    def theirs() -> None:
        for start in few:
            peer(start, hours)

    ratios, rates = [], []
    for _ in range(ROUNDS):
        a, b = _rate(ours, calls), _rate(theirs, len(few))
        ratios.append(a / b)
        rates.append((a, b))
    figure(
        "due_single",
        per_second=round(statistics.median(a for a, _ in rates)),
        businesstimedelta=round(statistics.median(b for _, b in rates)),
        ratio=round(statistics.median(ratios), 1),
        goal=50,
    )


def _peer() -> tuple[Callable[[dt.datetime, object], object], object]:
    """businesstimedelta with the same hours, lunch and holidays; it has no make-up working days."""
    import businesstimedelta as btd
    import holidays

    work = btd.WorkDayRule(
        start_time=dt.time(8, 30), end_time=dt.time(17, 30), working_days=[0, 1, 2, 3, 4]
    )
    lunch = btd.LunchTimeRule(
        start_time=dt.time(12), end_time=dt.time(13, 30), working_days=[0, 1, 2, 3, 4]
    )
    china = btd.HolidayRule(holidays.country_holidays("CN", years=[2025]))
    rules = btd.Rules([work, lunch, china])
    return lambda start, hours: start + hours, btd.BusinessTimeDelta(rules, hours=20)


def bulk(rows: int) -> None:
    from shouwen.kernel.worktime import SECOND, micros
    from shouwen.kernel.worktime_arrays import Round
    from shouwen.platform.clocks import limits
    from shouwen.platform.clocks.bulk import dues

    starts = _starts(rows)
    paused = np.arange(0, rows, 5)
    left = starts[paused] + 3_600 * SECOND
    turn = Round(paused, left, left + 86_400 * 3 * SECOND)
    rates = {}
    for kind in ("fault_report", "complaint"):
        found = limits.rules().choose(
            "resolution", "internal", {"kind": kind}, dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
        )
        assert found is not None
        calendar = limits.calendar(found.revision_id)
        calendar.cover(micros(dt.datetime(2027, 1, 1, tzinfo=dt.UTC)))
        carried = np.zeros(rows)
        rates[f"{found.amount} {found.unit}"] = round(
            statistics.median(
                _rate(partial(dues, found, calendar, starts, carried, [turn]), rows)
                for _ in range(ROUNDS)
            )
        )
    figure("due_bulk", rows=rows, per_second=rates, goal=250_000)


def _starts(rows: int) -> np.ndarray:
    from shouwen.kernel.worktime import SECOND, micros

    first = micros(dt.datetime(2025, 3, 1, tzinfo=dt.UTC))
    return first + np.random.default_rng(3).integers(0, 200 * 86_400, rows) * SECOND


def written(rows: int) -> None:
    from django.db import connection, transaction

    from shouwen.platform.clocks import limits
    from shouwen.platform.clocks.bulk import dues
    from shouwen.platform.clocks.bulk_writing import write_dues

    progress(f"writing {rows} open clocks")
    at = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    terms = limits.rules().choose("resolution", "internal", {"kind": "complaint"}, at)
    assert terms is not None
    open_clocks(rows, terms.id, terms.revision_id)
    ratios, took = [], []
    for turn in range(ROUNDS):
        bare = _seconds(partial(_bare, turn))
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, (extract(epoch FROM started_at) * 1000000)::bigint, carried_seconds"
                " FROM clocks_clock WHERE ended_at IS NULL AND limit_id = %s",
                [terms.id],
            )
            ids, starts, carried = (np.array(c) for c in zip(*cursor.fetchall(), strict=True))
            found = dues(terms, limits.calendar(terms.revision_id), starts + turn, carried)
            write_dues(ids, found)
        ours = time.perf_counter() - began
        ratios.append(bare / ours)
        took.append((bare, ours))
    figure(
        "due_written",
        rows=rows,
        bare_update_s=round(statistics.median(b for b, _ in took), 2),
        written_s=round(statistics.median(o for _, o in took), 2),
        ratio=round(statistics.median(ratios), 2),
        goal=0.4,
    )


def _bare(turn: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clocks_clock SET due_at = started_at + %s * interval '1 second'"
            " WHERE ended_at IS NULL",
            [1_000_000 + turn],
        )


def open_clocks(rows: int, limit: int | None, revision: int | None, *, first: int = 1) -> None:
    """Open matters with one clock each and no due time yet, by plain SQL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clocks_hold (subject_kind, subject_id, seq, instance, at, unit_id,"
            " waiting_for, reason, ends) SELECT 'case', n, 1, 1,"
            " timestamptz '2025-03-01' + n %% 200000 * interval '1 minute', n %% 500, 'none',"
            " 'received', false FROM generate_series(%s::bigint, %s::bigint) n",
            [first, first + rows - 1],
        )
        cursor.execute(
            "INSERT INTO clocks_clock (subject_kind, subject_id, root_kind, root_id, kind, basis,"
            " instance, zone, carried_seconds, started_at, silent, provisional, unit_id,"
            " waiting_for, owner_unit_id, front, limit_id, revision_id, next_step, next_fire_at,"
            " alarm_ats, alarm_steps, unsure_steps)"
            " SELECT 'case', subject_id, 'case', subject_id, 'resolution', 'internal', 1, '', 0,"
            " at, false, false, unit_id, 'none', unit_id, true, %s, %s, 1, at, ARRAY[at, at],"
            " ARRAY[1, 2], false FROM clocks_hold WHERE subject_id BETWEEN %s AND %s",
            [limit, revision, first, first + rows - 1],
        )
        cursor.execute("VACUUM ANALYZE clocks_clock")


def _rate(work: Callable[[], object], n: int) -> float:
    return n / _seconds(work)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
