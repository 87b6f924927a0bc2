"""The frozen bulletins of the demo branch: each ten-day period that is over, on the morning after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shouwen.domains.bulletins import actions as bulletins
from shouwen.domains.bulletins import queries
from shouwen.kernel import periods
from shouwen.kernel.periods import Grain, Period
from shouwen.web.demo import cast
from shouwen.web.demo.hours import ZONE
from shouwen.web.demo.stage import Stage

MORNING = timedelta(hours=9)
OF_COUNTIES = 2
"""So many of the last periods are frozen for the counties too."""


def freeze_past(stage: Stage, *, since: datetime, until: datetime) -> int:
    """旬通报 of the branch for every period since then; how many were frozen now."""
    frozen = 0
    over = list(_over(since, until))
    for nth, period in enumerate(reversed(over)):
        units = [cast.ROOT, *(cast.COUNTIES if nth < OF_COUNTIES else ())]
        frozen += sum(_freeze(stage, unit, period) for unit in units)
    return frozen


def _over(since: datetime, until: datetime) -> Iterator[Period]:
    """The whole ten-day periods that lie between the two."""
    for period in periods.between(since.astimezone(ZONE).date(), until.date(), Grain.XUN):
        if period.start(ZONE) >= since and period.end(ZONE) + MORNING <= until:
            yield period


def _freeze(stage: Stage, code: str, period: Period) -> bool:
    unit = stage.units[code]
    found = queries.find(unit, period)
    if found is not None and found.is_frozen:
        return False
    by = stage.actor(cast.of_login("manager"))
    at = period.end(ZONE) + MORNING
    made = bulletins.draft(unit, period.id, by=by, at=at)
    bulletins.freeze(made.pk, by=by, at=at)
    return True
