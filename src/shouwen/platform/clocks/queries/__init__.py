"""What can be asked of calendars, limits, clocks and holds."""

from shouwen.platform.clocks.queries.blame import (
    BlameLedger,
    BlameRow,
    blame,
    blame_of,
    waited,
)
from shouwen.platform.clocks.queries.burden import Burden, Ranking, Share, burden
from shouwen.platform.clocks.queries.checks import chunks_of_matters, verify, verifying
from shouwen.platform.clocks.queries.climbing import Alarm, ladder_plan, ladders
from shouwen.platform.clocks.queries.explaining import Explanation, Segment, explain
from shouwen.platform.clocks.queries.hands import Hands, Waiting, in_hands, waiting
from shouwen.platform.clocks.queries.reading import (
    Tried,
    clocks_and_fronts,
    clocks_of,
    ended,
    holds_of,
    limit_for,
    say_since,
    why,
)
from shouwen.platform.clocks.queries.used import used_seconds

__all__ = [
    "Alarm",
    "BlameLedger",
    "BlameRow",
    "Burden",
    "Explanation",
    "Hands",
    "Ranking",
    "Segment",
    "Share",
    "Tried",
    "Waiting",
    "blame",
    "blame_of",
    "burden",
    "chunks_of_matters",
    "clocks_and_fronts",
    "clocks_of",
    "ended",
    "explain",
    "holds_of",
    "in_hands",
    "ladder_plan",
    "ladders",
    "limit_for",
    "say_since",
    "used_seconds",
    "verify",
    "verifying",
    "waited",
    "waiting",
    "why",
]
