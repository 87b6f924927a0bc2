"""Who is on duty, who leads, and whom to tell: the questions other apps ask."""

from __future__ import annotations

from shouwen.platform.rosters.queries.callable import callable_from
from shouwen.platform.rosters.queries.chain import chain
from shouwen.platform.rosters.queries.now import (
    OnDuty,
    Standing,
    coming_on,
    duty_manager,
    hours,
    on_duty,
    on_duty_at,
    standings,
)
from shouwen.platform.rosters.queries.resolving import Recipient, Resolution, resolve

__all__ = [
    "OnDuty",
    "Recipient",
    "Resolution",
    "Standing",
    "callable_from",
    "chain",
    "coming_on",
    "duty_manager",
    "hours",
    "on_duty",
    "on_duty_at",
    "resolve",
    "standings",
]
