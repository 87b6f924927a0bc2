"""What is asked about notices and deliveries."""

from shouwen.platform.notify.queries.notices import PAGE, Line, by_token, newest, unread_count

__all__ = ["PAGE", "Line", "by_token", "newest", "unread_count"]
