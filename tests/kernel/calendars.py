"""Random calendars in two forms: as the product compiles them and as the oracle reads them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from shouwen.kernel.worktime import Season, WorkTime
from tests.kernel.minute_grid import MinuteGrid, Week

FIRST, DAYS = date(2025, 2, 1), 150
ZONES = ("Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "Asia/Urumqi")
STARTS = [*range(0, 60, 15), *range(240, 1425, 15)]


def random_spans(rng: random.Random) -> tuple[tuple[int, int], ...]:
    """Up to three spans, some over midnight, some overlapping; none ends where a zone jumps."""
    found = []
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        a = rng.choice(STARTS)
        b = a + rng.choice((15, 60, 210, 240, 480, 600, 900))
        if b > 1440 and b - 1440 in range(60, 240):
            b = 1440 + 300
        found.append((a, b if b < 2880 else 1440))
    return tuple(sorted(found))


@cache
def random_pair(seed: int) -> tuple[WorkTime, MinuteGrid]:
    rng = random.Random(seed)
    zone = ZoneInfo(ZONES[seed % len(ZONES)])
    weekly = tuple(random_spans(rng) if rng.random() < 0.75 else () for _ in range(7))
    if not any(weekly):
        weekly = (((540, 1020),), *weekly[1:])
    overrides = {}
    for _ in range(rng.randrange(25)):
        day = FIRST + timedelta(days=rng.randrange(DAYS))
        overrides[day] = random_spans(rng) if rng.random() < 0.5 else ()
    calendar = WorkTime(zone, (Season(None, weekly),), overrides)
    return calendar, MinuteGrid(Week(weekly, overrides), zone, FIRST, DAYS)


@cache
def office_pair() -> tuple[WorkTime, MinuteGrid]:
    """The shipped office calendar over the autumn of 2025 and its oracle."""
    from shouwen.platform.clocks.actions.installing import china_days, specs

    office, works = ((510, 720), (810, 1050)), china_days()
    weekly = (*([office] * 5), (), ())
    overrides: dict[date, tuple[tuple[int, int], ...]] = {
        date.fromisoformat(day): office if kind == "work" else () for day, kind in works.items()
    }
    zone = ZoneInfo("Asia/Shanghai")
    grid = MinuteGrid(Week(weekly, overrides), zone, date(2025, 8, 1), 200)
    return WorkTime.from_spec(specs()["office"], "Asia/Shanghai"), grid


def random_pauses(rng: random.Random, start: int, reach: int) -> list[tuple[int, int]]:
    """Sorted disjoint pauses in minutes; some touch each other or begin before the start."""
    found, at = [], start - rng.choice((0, 0, 300))
    for _ in range(rng.randrange(4)):
        left = at + rng.choice((0, 1, 45, 400, reach // 3 + 1))
        at = left + rng.choice((1, 30, 600, 1440, 5000))
        found.append((left, at))
    return found
