"""Questions about internal requests; all take their scope and time as arguments."""

from shouwen.domains.asks.queries.addressing import Addressee, first, following
from shouwen.domains.asks.queries.checks import verify
from shouwen.domains.asks.queries.lending import Lent, in_force, lent
from shouwen.domains.asks.queries.people import contacts, heads, hears_of_silence
from shouwen.domains.asks.queries.standing import overdue, question_of

__all__ = [
    "Addressee",
    "Lent",
    "contacts",
    "first",
    "following",
    "heads",
    "hears_of_silence",
    "in_force",
    "lent",
    "overdue",
    "question_of",
    "verify",
]
