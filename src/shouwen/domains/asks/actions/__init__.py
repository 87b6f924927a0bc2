"""Everything one can do to an internal request. Nothing else writes the table of this app."""

from shouwen.domains.asks.actions.asking import ask, ask_quickly
from shouwen.domains.asks.actions.ending import answer, give_up, send_back, withdraw
from shouwen.domains.asks.actions.following import follow_merged, hand_over_all, withdraw_all
from shouwen.domains.asks.actions.quick import pass_on, record_call, to_case
from shouwen.domains.asks.actions.rating import rate
from shouwen.domains.asks.actions.working import accept, note

__all__ = [
    "accept",
    "answer",
    "ask",
    "ask_quickly",
    "follow_merged",
    "give_up",
    "hand_over_all",
    "note",
    "pass_on",
    "rate",
    "record_call",
    "send_back",
    "to_case",
    "withdraw",
    "withdraw_all",
]
