"""Limits for tests: what a stored version says, ready to be changed."""

from __future__ import annotations

from shouwen.platform.clocks.actions import LimitTerms
from shouwen.platform.clocks.models import Limit


def terms_of(limit: Limit) -> LimitTerms:
    """What this version says."""
    return LimitTerms(
        name=limit.name,
        kind=limit.kind,
        basis=limit.basis,
        statistic=limit.statistic,
        amount=limit.amount,
        unit=limit.unit,
        calendar=limit.calendar.code,
        match=limit.match,
        starts_on=limit.starts_on,
        stops_on=limit.stops_on,
        pauses_for=limit.pauses_for,
        longest_wait_seconds=limit.longest_wait_seconds,
        reopen=limit.reopen,
        roll_forward=limit.roll_forward,
        ladder=limit.ladder.code if limit.ladder else "",
        source=limit.source,
        grade=limit.grade,
    )
