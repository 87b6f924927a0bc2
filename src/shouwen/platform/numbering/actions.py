"""业务编号: unique, rising numbers per series; never gapless, so that intake is never queued behind a counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

ROOM = 1_000_000


def take(series: str, *, at: datetime, zone: ZoneInfo) -> str:
    """One number of a series: series, day of ``at`` in ``zone``, six digits (``C251010000344``)."""
    return take_many(series, at=[at], zone=zone)[0]


def take_many(series: str, *, at: Sequence[datetime], zone: ZoneInfo) -> list[str]:
    """A number for each instant, in the order given. Unique while a series takes < 1,000,000 a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
            [f"numbering_{series.lower()}", len(at)],
        )
        drawn = [n for (n,) in cursor.fetchall()]
    days = (t.astimezone(zone) for t in at)
    return [
        f"{series}{t.year % 100:02}{t.month:02}{t.day:02}{n % ROOM:06}"
        for t, n in zip(days, drawn, strict=True)
    ]
