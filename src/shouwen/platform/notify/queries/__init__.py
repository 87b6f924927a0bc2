"""What is asked about notices and deliveries."""

from shouwen.platform.notify.queries.addresses import is_number_of
from shouwen.platform.notify.queries.deliveries import (
    ChannelRow,
    Row,
    Wanted,
    attempts_of,
    channels,
    counts,
    oldest_undelivered,
    page,
    rows,
    unresolved,
    visible,
    ways,
)
from shouwen.platform.notify.queries.notices import (
    PAGE,
    Line,
    Outstanding,
    by_token,
    newest,
    outstanding,
    unread_about,
    unread_count,
)

__all__ = [
    "PAGE",
    "ChannelRow",
    "Line",
    "Outstanding",
    "Row",
    "Wanted",
    "attempts_of",
    "by_token",
    "channels",
    "counts",
    "is_number_of",
    "newest",
    "oldest_undelivered",
    "outstanding",
    "page",
    "rows",
    "unread_about",
    "unread_count",
    "unresolved",
    "visible",
    "ways",
]
