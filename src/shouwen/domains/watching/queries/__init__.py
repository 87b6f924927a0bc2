"""Everything one can ask about watching."""

from shouwen.domains.watching.queries.mentions import Found, names_in
from shouwen.domains.watching.queries.watches import (
    PAGE,
    Watched,
    counts,
    mine,
    news,
    watches_of,
)

__all__ = [
    "PAGE",
    "Found",
    "Watched",
    "counts",
    "mine",
    "names_in",
    "news",
    "watches_of",
]
