"""What a department's answers are worth: on time (K52), rated by the front line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from shouwen.kernel.ratios import Ratio

_REPLIES = """
SELECT count(*) FILTER (WHERE in_time), count(*) FROM asks_request_fact
 WHERE charged_unit_id = ANY(%s) AND counts_at >= %s AND counts_at < %s AND counts_at <= %s
"""
_RATED = """
SELECT avg(score), count(*) FROM asks_rating_fact
 WHERE charged_unit_id = ANY(%s) AND at >= %s AND at < %s AND at <= %s
"""


@dataclass(frozen=True, slots=True)
class Rated:
    """一线评分: the mean of 1 to 5, and of how many answers; None where nobody rated."""

    mean: float | None
    answers: int


def replied_on_time(
    units: Collection[int], *, since: datetime, until: datetime, at: datetime
) -> Ratio:
    """K52: requests these units answered within the limit ÷ those due in the period.

    Nobody reached and no clear answer are due when they were given up, and missed.
    """
    return Ratio(*_row(_REPLIES, units, since, until, at))


def rated(units: Collection[int], *, since: datetime, until: datetime, at: datetime) -> Rated:
    """Ratings of the period of answers by these units; of each answer the last one."""
    mean, answers = _row(_RATED, units, since, until, at)
    return Rated(None if mean is None else float(mean), answers)


def _row(
    statement: str, units: Collection[int], since: datetime, until: datetime, at: datetime
) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(units), since, until, at])
        first, second = cursor.fetchone()
        return first, second
