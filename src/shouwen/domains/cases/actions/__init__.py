"""Everything one can do to a case. Nothing else writes the tables of this app."""

from shouwen.domains.cases.actions.attaching import add_file, erase_old_files, remove_file
from shouwen.domains.cases.actions.correcting import Correction, correct_history, void_history
from shouwen.domains.cases.actions.declaring import declare
from shouwen.domains.cases.actions.ending import (
    answer,
    archive,
    close,
    invite,
    void,
    withdraw,
)
from shouwen.domains.cases.actions.escalating import (
    escalate,
    escalate_now,
    propose_supervision,
)
from shouwen.domains.cases.actions.finding import (
    add_words,
    reindex,
    reindex_all,
    reindex_customer,
    reindex_customers,
)
from shouwen.domains.cases.actions.forgetting import forget_files, forget_words
from shouwen.domains.cases.actions.handing import hand_over, hand_over_all
from shouwen.domains.cases.actions.history import (
    CaseHistory,
    HistoryEntry,
    HistoryRating,
    HistoryUrge,
    record_history,
    settle,
)
from shouwen.domains.cases.actions.judging import Judgement, evaluate, judge
from shouwen.domains.cases.actions.lending import (
    give_back,
    hold_for_asking,
    lend,
    lent_to_person,
)
from shouwen.domains.cases.actions.many import RowResult, each
from shouwen.domains.cases.actions.merging import merge
from shouwen.domains.cases.actions.opening import open_case
from shouwen.domains.cases.actions.recounting import rebuild_all
from shouwen.domains.cases.actions.reopening import reopen
from shouwen.domains.cases.actions.returning import send_back
from shouwen.domains.cases.actions.taking import take_back, take_over
from shouwen.domains.cases.actions.working import accept, dispatch, note, resume, start, urge, wait

__all__ = [
    "CaseHistory",
    "Correction",
    "HistoryEntry",
    "HistoryRating",
    "HistoryUrge",
    "Judgement",
    "RowResult",
    "accept",
    "add_file",
    "add_words",
    "answer",
    "archive",
    "close",
    "correct_history",
    "declare",
    "dispatch",
    "each",
    "erase_old_files",
    "escalate",
    "escalate_now",
    "evaluate",
    "forget_files",
    "forget_words",
    "give_back",
    "hand_over",
    "hand_over_all",
    "hold_for_asking",
    "invite",
    "judge",
    "lend",
    "lent_to_person",
    "merge",
    "note",
    "open_case",
    "propose_supervision",
    "rebuild_all",
    "record_history",
    "reindex",
    "reindex_all",
    "reindex_customer",
    "reindex_customers",
    "remove_file",
    "reopen",
    "resume",
    "send_back",
    "settle",
    "start",
    "take_back",
    "take_over",
    "urge",
    "void",
    "void_history",
    "wait",
    "withdraw",
]
