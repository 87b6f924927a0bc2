"""Which verb is allowed in which state of an internal request, and where it leads."""

from __future__ import annotations

from shouwen.domains.asks.choices import OPEN
from shouwen.domains.asks.choices import RequestState as S
from shouwen.kernel.lifecycle import Lifecycle, move

LIFECYCLE = Lifecycle(
    {
        "accept": move({S.ASKED}, S.IN_WORK),
        "answer": move(OPEN, S.ENDED),
        "send_back": move(OPEN, S.ENDED),
        "give_up": move(OPEN, S.ENDED),
        "withdraw": move(OPEN, S.ENDED),
        # verbs that leave the state as it is
        "note": move(OPEN, None),
        "follow": move(OPEN, None),
        "pass_on": move({S.ASKED}, None),
        "to_case": move(set(S), None),
    }
)
