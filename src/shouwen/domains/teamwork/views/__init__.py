"""What teamwork shows on the pages of a case, and its own pages."""

from shouwen.domains.teamwork.views.linking import (
    answer_children,
    note_children,
    part,
    put_under,
    relate,
    take_under,
)
from shouwen.domains.teamwork.views.parts import button, cards
from shouwen.domains.teamwork.views.presence import here, live
from shouwen.domains.teamwork.views.tasks import TASK_VIEWS, assign, task

__all__ = [
    "TASK_VIEWS",
    "answer_children",
    "assign",
    "button",
    "cards",
    "here",
    "live",
    "note_children",
    "part",
    "put_under",
    "relate",
    "take_under",
    "task",
]
