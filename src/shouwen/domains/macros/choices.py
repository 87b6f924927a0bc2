"""The fixed words of macros."""

from __future__ import annotations

from datetime import timedelta

STEPS = ("accept", "start", "note", "wait", "dispatch", "answer", "invite")
"""The verbs a macro may do, always in this order; accept and start only where the case needs them."""
IF_NEEDED = frozenset({"accept", "start"})
LAST_WORDS = ("wait", "dispatch", "answer")
"""Of these a macro does at most one: after it the case is elsewhere."""
MOST = 30  # personal macros of one account; more are not found again
UNDO = timedelta(minutes=10)
