"""Questions about returned cases; all take their scope and time as arguments."""

from shouwen.domains.rulings.queries.accuracy import accuracy
from shouwen.domains.rulings.queries.lines import Line, lines, of_case
from shouwen.domains.rulings.queries.pingpong import Pair, between, ping_pong
from shouwen.domains.rulings.queries.standing import Standing, due_at, standing
from shouwen.domains.rulings.queries.waiting import MOST, counts, page, to_decide

__all__ = [
    "MOST",
    "Line",
    "Pair",
    "Standing",
    "accuracy",
    "between",
    "counts",
    "due_at",
    "lines",
    "of_case",
    "page",
    "ping_pong",
    "standing",
    "to_decide",
]
