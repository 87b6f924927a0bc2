"""What is done to rosters."""

from __future__ import annotations

from shouwen.platform.rosters.actions.away import check, end_absence, record_absence, release
from shouwen.platform.rosters.actions.defining import (
    close_roster,
    define_shift,
    keep_roster,
    retire_shift,
    set_chain_level,
)
from shouwen.platform.rosters.actions.drafting import (
    copy_last_week,
    discard_draft,
    fill_by_rule,
    set_duty,
)
from shouwen.platform.rosters.actions.publishing import publish
from shouwen.platform.rosters.actions.swapping import (
    agree_swap,
    approve_swap,
    ask_swap,
    refuse_swap,
    withdraw_swap,
)
from shouwen.platform.rosters.actions.watching import flag_gaps

__all__ = [
    "agree_swap",
    "approve_swap",
    "ask_swap",
    "check",
    "close_roster",
    "copy_last_week",
    "define_shift",
    "discard_draft",
    "end_absence",
    "fill_by_rule",
    "flag_gaps",
    "keep_roster",
    "publish",
    "record_absence",
    "refuse_swap",
    "release",
    "retire_shift",
    "set_chain_level",
    "set_duty",
    "withdraw_swap",
]
