"""Two ledgers: holds say who has a matter, clocks by when (docs/concepts/clocks.md). Caches are marked so."""

from shouwen.platform.clocks.models.clock import NEVER, Clock, ClockQuerySet
from shouwen.platform.clocks.models.ladders import (
    Acknowledgement,
    Ladder,
    LadderStep,
    LadderVersion,
)
from shouwen.platform.clocks.models.ledgers import ClockEvent, Fire, Hold, Verdict
from shouwen.platform.clocks.models.limits import EARLIEST, Calendar, Limit, Policy, Revision

__all__ = [
    "EARLIEST",
    "NEVER",
    "Acknowledgement",
    "Calendar",
    "Clock",
    "ClockEvent",
    "ClockQuerySet",
    "Fire",
    "Hold",
    "Ladder",
    "LadderStep",
    "LadderVersion",
    "Limit",
    "Policy",
    "Revision",
    "Verdict",
]
