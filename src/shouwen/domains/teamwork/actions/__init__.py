"""Everything people do to a case together. Nothing else writes the tables of this app."""

from shouwen.domains.teamwork.actions.linking import follow_merged, part, put_under, relate
from shouwen.domains.teamwork.actions.looking import be_there, look
from shouwen.domains.teamwork.actions.together import answer_children, note_children, take_under

__all__ = [
    "answer_children",
    "be_there",
    "follow_merged",
    "look",
    "note_children",
    "part",
    "put_under",
    "relate",
    "take_under",
]
