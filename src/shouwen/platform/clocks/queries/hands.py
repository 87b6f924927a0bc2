"""What waits in somebody's hands: open matters of every kind by the clock in front, most urgent first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from shouwen.platform.clocks.choices import SOON
from shouwen.platform.clocks.models import Clock

MOST = 1_001
"""So many are looked at of the own, and of those nobody has taken: one more than are counted exactly."""

_FRONT = """
SELECT *, person_id IS NOT NULL AS own FROM clocks_clock
 WHERE front AND ended_at IS NULL AND {whose} AND subject_kind = ANY(%(kinds)s)
 ORDER BY sort_at, id LIMIT %(most)s
"""
_EITHER = " UNION ALL ".join(
    f"({_FRONT.format(whose=whose)})"
    for whose in ("person_id = %(person)s", "unit_id = %(unit)s AND person_id IS NULL")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Whose: with a person, or with that person's own unit where nobody has taken it yet.

    ``kinds`` are kinds of subjects; without a person or a unit that half is empty.
    """

    person: int | None
    unit: int | None
    kinds: Collection[str]

    def params(self, **more: Any) -> dict[str, Any]:
        whose = {"person": self.person, "unit": self.unit, "kinds": sorted(self.kinds)}
        return {**whose, "most": MOST, **more}


@dataclass(frozen=True, slots=True)
class Waiting:
    """待处理 of a kind: how many in all, with the person, overdue, and due within two hours."""

    all: int = 0
    own: int = 0
    overdue: int = 0
    soon: int = 0

    def __add__(self, other: Waiting) -> Waiting:
        return Waiting(
            self.all + other.all,
            self.own + other.own,
            self.overdue + other.overdue,
            self.soon + other.soon,
        )


def in_hands(hands: Hands, *, n: int) -> list[Clock]:
    """The clocks of the first ``n`` matters in these hands, in the order they are due."""
    text = f"SELECT * FROM ({_EITHER}) k ORDER BY sort_at, id LIMIT %(n)s"
    return list(Clock.objects.raw(text, hands.params(n=n)))


def waiting(hands: Hands, *, at: datetime) -> dict[str, Waiting]:
    """How many there are of each kind, in one statement; a kind with none is left out."""
    text = (
        "SELECT subject_kind, count(*), count(*) FILTER (WHERE own),"
        " count(*) FILTER (WHERE sort_at < %(at)s),"
        " count(*) FILTER (WHERE sort_at >= %(at)s AND sort_at < %(soon)s)"
        f" FROM ({_EITHER}) k GROUP BY subject_kind"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, hands.params(at=at, soon=at + SOON))
        return {kind: Waiting(*map(int, numbers)) for kind, *numbers in cursor.fetchall()}
