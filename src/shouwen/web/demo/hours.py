"""When customers call and when people work, in the zone of the branch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_WEEKDAY = (1.25, 1.05, 1.0, 1.0, 1.1, 0.8, 0.65)
_HOUR = (2, 1, 1, 1, 1, 2, 4, 9, 26, 38, 40, 30, 18, 20, 28, 30, 28, 24, 26, 34, 36, 28, 14, 5)
_STORMS = (23, 24, 61)
"""Days ago on which a storm doubled the fault reports."""


def openings(
    now: datetime, *, days: int, count: int, dice: Random
) -> Iterator[tuple[datetime, bool]]:
    """The instants at which matters come in over the last ``days``, oldest first; True in a storm."""
    midnight = datetime.combine(now.astimezone(ZONE).date(), time(), tzinfo=ZONE)
    dates = [midnight - timedelta(days=ago) for ago in range(days, -1, -1)]
    load = [
        _WEEKDAY[d.weekday()] * (1.9 if days - i in _STORMS else 1) for i, d in enumerate(dates)
    ]
    share = count / sum(load)
    for i, day in enumerate(dates):
        expected = share * load[i] * dice.uniform(0.9, 1.1)
        seconds = [
            hour * 3600 + dice.randrange(3600)
            for hour in dice.choices(range(24), _HOUR, k=round(expected))
        ]
        for second in sorted(seconds):
            at = (day + timedelta(seconds=second)).astimezone(UTC)
            if at < now:
                yield at, days - i in _STORMS


def at_work(at: datetime, *, opens: int = 8, closes: int = 18, days: int = 7) -> datetime:
    """``at`` itself in working hours, else the next opening; ``days`` 5 means Monday to Friday."""
    local = at.astimezone(ZONE)
    if local.hour >= closes:
        local = _morning(local + timedelta(days=1), opens, local)
    elif local.hour < opens:
        local = _morning(local, opens, local)
    while local.weekday() >= days:
        local = _morning(local + timedelta(days=1), opens, local)
    return local.astimezone(UTC)


def _morning(day: datetime, opens: int, spread: datetime) -> datetime:
    """The first hour of a day, at the minute the matter has anyway, so that not all start at once."""
    return day.replace(hour=opens, minute=spread.minute, second=spread.second)


def shift(at: datetime) -> int:
    """Which of the two hotline teams answers: 0 by day, 1 in the evening and at night."""
    return 0 if 8 <= at.astimezone(ZONE).hour < 16 else 1
