"""Every due time equals the one a grid of minutes gives, for tens of thousands of random cases."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pytest

from shouwen.kernel.worktime import SECOND, WorkTime, instant, micros
from shouwen.kernel.worktime_arrays import Round, WorkTimeArrays, instants, rounds
from tests.kernel.calendars import office_pair, random_pair, random_pauses
from tests.kernel.minute_grid import MinuteGrid

CASES = 1_300
SPAN = 1440 * 70


def as_times(grid: MinuteGrid, pauses: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    return [(grid.time(a), grid.time(b)) for a, b in pauses]


def random_cases(
    grid: MinuteGrid, seed: int, n: int
) -> list[tuple[int, int, list[tuple[int, int]]]]:
    rng = random.Random(seed)
    found = []
    for _ in range(n):
        start, target = rng.randrange(1440, SPAN), rng.choice((1, 30, 60, 450, 451, 1200, 4000))
        found.append((start, target, random_pauses(rng, start, target)))
    return found


@pytest.mark.parametrize("seed", range(16))
def test_due_times_in_working_time(seed: int) -> None:
    calendar, grid = random_pair(seed) if seed else office_pair()
    for i, (start, target, pauses) in enumerate(random_cases(grid, seed, CASES)):
        due = calendar.due(grid.time(start), target * timedelta(minutes=1), as_times(grid, pauses))
        expected = grid.due(start, target, pauses)
        if expected >= len(grid.running):
            continue
        assert due == grid.time(expected), (seed, start, target, pauses)
        if i < 125 and expected - start < 1_500:
            assert grid.due_by_stepping(start, target, pauses) == expected
        used = calendar.elapsed(grid.time(start), due, as_times(grid, pauses))
        assert used == target * timedelta(minutes=1)


@pytest.mark.parametrize("seed", range(12))
def test_due_times_in_working_days(seed: int) -> None:
    calendar, grid = random_pair(seed) if seed else office_pair()
    rng = random.Random(seed)
    for start, _, pauses in random_cases(grid, seed + 100, 500):
        days = rng.choice((1, 2, 3, 5, 7))
        times = as_times(grid, pauses)
        due = calendar.due_working_days(grid.time(start), days, times)
        assert due == grid.time(grid.due_working_days(start, days, pauses)), (seed, start, pauses)
        assert calendar.days_used(grid.time(start), due, times) >= days
        before = due - timedelta(microseconds=1)
        assert calendar.days_used(grid.time(start), before, times) < days


@pytest.mark.parametrize("seed", range(5))
def test_arrays_answer_as_single_calls_do(seed: int) -> None:
    calendar, grid = random_pair(seed) if seed else office_pair()
    cases = random_cases(grid, seed + 200, 800)
    starts = instants(grid.time(s) for s, _, _ in cases)
    targets = np.array([t * 60 * SECOND for _, t, _ in cases], dtype=np.int64)
    pauses = [[(micros(a), micros(b)) for a, b in as_times(grid, p)] for _, _, p in cases]
    turns: list[Round] = rounds(pauses)
    arrays = WorkTimeArrays(calendar, int(starts.min()), int(starts.max()) + 10**15)
    for got, (start, target, p) in zip(
        arrays.due(starts, targets, turns).tolist(), cases, strict=True
    ):
        assert instant(got) == calendar.due(
            grid.time(start), target * timedelta(minutes=1), as_times(grid, p)
        )
    days = np.full(len(cases), 3, dtype=np.int64)
    for got, (start, _, p) in zip(
        arrays.due_working_days(starts, days, turns).tolist(), cases, strict=True
    ):
        assert instant(got) == calendar.due_working_days(grid.time(start), 3, as_times(grid, p))


def test_growing_a_calendar_changes_no_answer() -> None:
    small, grid = office_pair()
    large = WorkTime(small.zone, small.seasons, small.overrides, small.years)
    large.cover(micros(datetime.fromisoformat("1950-01-01T00:00:00+00:00")))
    large.cover(micros(datetime.fromisoformat("2150-01-01T00:00:00+00:00")))
    for start, target, pauses in random_cases(grid, 7, 300):
        t, p = grid.time(start), as_times(grid, pauses)
        assert small.worked(micros(t)) == large.worked(micros(t))
        assert small.due(t, target * timedelta(minutes=1), p) == large.due(
            t, target * timedelta(minutes=1), p
        )
        assert small.due_working_days(t, 5, p) == large.due_working_days(t, 5, p)


def test_an_endless_pause_never_falls_due() -> None:
    calendar, grid = office_pair()
    start = grid.time(20 * 1440)
    assert isinstance(calendar, WorkTime)
    pause = [(start + timedelta(hours=1), None)]
    assert calendar.due(start, timedelta(hours=40), pause) is None
    assert calendar.due_working_days(start, 5, pause) is None
