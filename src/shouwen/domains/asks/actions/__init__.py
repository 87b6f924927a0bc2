"""Everything one can do to an internal request. Nothing else writes the table of this app."""

from shouwen.domains.asks.actions.asking import ask
from shouwen.domains.asks.actions.ending import answer, give_up, send_back, withdraw
from shouwen.domains.asks.actions.following import follow_merged, hand_over_all, withdraw_all
from shouwen.domains.asks.actions.working import accept, note

__all__ = [
    "accept",
    "answer",
    "ask",
    "follow_merged",
    "give_up",
    "hand_over_all",
    "note",
    "send_back",
    "withdraw",
    "withdraw_all",
]
