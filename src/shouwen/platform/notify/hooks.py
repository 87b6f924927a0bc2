"""Which facts of the journal a webhook may be told: each app offers its own."""

from __future__ import annotations

from shouwen.platform.journal.events import Event

_offered: dict[str, type[Event]] = {}


def offered() -> list[str]:
    """The kinds of events a receiver can choose from."""
    return sorted(_offered)
