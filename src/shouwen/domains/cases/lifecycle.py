"""Which verb is allowed in which state of a case, and where it leads."""

from __future__ import annotations

from shouwen.domains.cases.choices import IN_WORK, OPEN, SETTLED, UNCOUNTED
from shouwen.domains.cases.choices import CaseState as S
from shouwen.kernel.lifecycle import Lifecycle, move

LIFECYCLE = Lifecycle(
    {
        "accept": move({S.RECEIVED}, S.ACCEPTED),
        "dispatch": move(IN_WORK, S.DISPATCHED),
        "start": move({S.ACCEPTED, S.DISPATCHED}, S.IN_PROGRESS),
        "answer": move({S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS}, S.ANSWERED),
        "invite": move({S.ANSWERED}, S.AWAITING_EVALUATION),
        "evaluate": move(SETTLED, S.CLOSED),
        "close": move(SETTLED, S.CLOSED),
        "reopen": move({*SETTLED, S.CLOSED}, S.IN_PROGRESS),
        "archive": move({S.CLOSED}, S.ARCHIVED),
        "withdraw": move(IN_WORK, S.WITHDRAWN),
        "merge": move(IN_WORK, S.MERGED),
        "void": move(frozenset(S) - {S.VOID, S.MERGED}, S.VOID),
        # verbs that leave the state as it is
        "note": move(frozenset(S) - UNCOUNTED - {S.ARCHIVED}, None),
        "urge": move(IN_WORK, None),
        "declare": move(OPEN, None),
        "wait": move(IN_WORK, None),
        "resume": move(IN_WORK, None),
        "hand_over": move(OPEN, None),
        "absorb": move(IN_WORK, None),  # an older case takes in a younger one
        "consult": move(OPEN, None),  # a department is asked beside the work
        "lend": move(IN_WORK, None),  # a department has to answer before the work goes on
        "give_back": move(IN_WORK, None),
        "send_back": move({S.DISPATCHED, S.IN_PROGRESS}, None),  # the desk has to rule on it
    }
)
