"""Questions about shared work; all take their scope and time as arguments."""

from shouwen.domains.teamwork.queries.linking import (
    candidates,
    children_in_work,
    follow_up_of,
    links_of,
    open_parents,
)
from shouwen.domains.teamwork.queries.looking import changed
from shouwen.domains.teamwork.queries.presence import others
from shouwen.domains.teamwork.queries.tasks import concerned, tasks_of, verify

__all__ = [
    "candidates",
    "changed",
    "children_in_work",
    "concerned",
    "follow_up_of",
    "links_of",
    "open_parents",
    "others",
    "tasks_of",
    "verify",
]
