"""Everything people do to a case together. Nothing else writes the tables of this app."""

from shouwen.domains.teamwork.actions.linking import follow, follow_merged, part, put_under, relate
from shouwen.domains.teamwork.actions.looking import be_there, look
from shouwen.domains.teamwork.actions.tasks import (
    accept_task,
    assign,
    finish_task,
    hand_over_tasks,
    tasks_follow_merged,
    withdraw_all_tasks,
    withdraw_task,
)
from shouwen.domains.teamwork.actions.together import answer_children, note_children, take_under

__all__ = [
    "accept_task",
    "answer_children",
    "assign",
    "be_there",
    "finish_task",
    "follow",
    "follow_merged",
    "hand_over_tasks",
    "look",
    "note_children",
    "part",
    "put_under",
    "relate",
    "take_under",
    "tasks_follow_merged",
    "withdraw_all_tasks",
    "withdraw_task",
]
