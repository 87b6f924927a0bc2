"""Every step of a ladder stands where a grid of minutes puts it, scalar and in numpy."""

from __future__ import annotations

import random

import numpy as np
import pytest

from shouwen.kernel.worktime import SECOND, instant, micros
from shouwen.kernel.worktime_arrays import NEVER, arrays_of, rounds
from shouwen.platform.clocks import alarms, bulk
from tests.kernel.calendars import office_pair, random_pair, random_pauses
from tests.platform.clocks.ladder_oracle import LADDER, MINUTE, Pinned, differing


@pytest.mark.parametrize("seed", range(10))
def test_steps_stand_where_the_grid_puts_them(seed: int) -> None:
    """Lunch, nights, make-up days, year ends, zones, waits; some cases by stepping minute by minute."""
    calendar, grid = random_pair(seed) if seed else office_pair()
    rng = random.Random(seed)
    compared = 0
    for n in range(250):
        wrong, steps = differing(calendar, grid, rng, stepping=n % 25 == 0)
        assert wrong == [], (seed, n)
        compared += steps
    assert compared > 1_200


@pytest.mark.parametrize("seed", range(4))
def test_whole_tables_have_the_ladders_of_single_clocks(seed: int) -> None:
    calendar, grid = random_pair(seed) if seed else office_pair()
    rng = random.Random(seed + 50)
    starts = [rng.randrange(1440, 1440 * 60) for _ in range(200)]
    targets = [rng.choice((60, 450, 1200)) for _ in starts]
    waits = [random_pauses(rng, s, t) if rng.random() < 0.6 else [] for s, t in zip(starts, targets, strict=True)]  # fmt: skip
    times = [[(grid.time(a), grid.time(b)) for a, b in held] for held in waits]
    begun = np.array([micros(grid.time(s)) for s in starts], dtype=np.int64)
    whole = np.array([t * 60 * SECOND for t in targets], dtype=np.int64)
    turns = rounds([[(micros(a), micros(b)) for a, b in held] for held in times])
    arrays = arrays_of(calendar, int(begun.min()), int(begun.max()) + 10**14)
    due = arrays.due(begun, whole, turns)
    counting = bulk._Counting(arrays, begun, due, whole, np.zeros(len(begun), dtype=np.int64), turns)  # fmt: skip
    for rung in LADDER:
        together = counting.step(rung, calendar)
        for i, at in enumerate(together.tolist()):
            clock = Pinned(calendar, grid.time(starts[i]), targets[i] * MINUTE, times[i], LADDER)
            assert at != NEVER
            assert instant(at) == alarms.instant_of(rung, clock), (seed, rung.n, i)
