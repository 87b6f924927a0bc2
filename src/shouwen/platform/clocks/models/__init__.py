"""Two ledgers: holds say who has a matter, clocks by when (docs/concepts/clocks.md). Caches are marked so."""

from shouwen.platform.clocks.models.clock import NEVER, Clock, ClockQuerySet
from shouwen.platform.clocks.models.ledgers import ClockEvent, Fire, Hold, Verdict
from shouwen.platform.clocks.models.limits import Calendar, Limit, Policy, Revision

__all__ = [
    "NEVER",
    "Calendar",
    "Clock",
    "ClockEvent",
    "ClockQuerySet",
    "Fire",
    "Hold",
    "Limit",
    "Policy",
    "Revision",
    "Verdict",
]
