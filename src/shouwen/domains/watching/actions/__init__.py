"""Everything one can do by watching. Nothing else writes the tables of this app."""

from shouwen.domains.watching.actions.mentioning import mention
from shouwen.domains.watching.actions.telling import (
    GATHERED,
    MENTIONED,
    NEWS,
    WATCHER,
    tell_of_news,
)
from shouwen.domains.watching.actions.watching import unwatch, watch

__all__ = [
    "GATHERED",
    "MENTIONED",
    "NEWS",
    "WATCHER",
    "mention",
    "tell_of_news",
    "unwatch",
    "watch",
]
