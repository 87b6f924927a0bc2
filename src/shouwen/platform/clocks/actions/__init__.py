"""What may be done to calendars, limits, clocks and holds.

``reclocking.reclock`` is imported from its own module: it needs numpy, which no start should wait for.
"""

from shouwen.platform.clocks.actions.climbing import acknowledge, fire_now, save_ladder
from shouwen.platform.clocks.actions.correcting import correct_history, void_all
from shouwen.platform.clocks.actions.drafting import Start
from shouwen.platform.clocks.actions.history import (
    ClockRow,
    HoldRow,
    MatterHistory,
    record_history,
)
from shouwen.platform.clocks.actions.installing import (
    install_calendars,
    install_ladders,
    install_presets,
    revise_calendar,
)
from shouwen.platform.clocks.actions.ruling import (
    LimitTerms,
    adopt_policy,
    draft_limit,
    end_limit,
    end_policy,
    set_limit,
)
from shouwen.platform.clocks.actions.upkeep import rebuild, rebuild_all, reroot, stop_policy
from shouwen.platform.clocks.actions.verbs import (
    end_matter,
    move,
    open_matter,
    reopen_matter,
    resume,
    retarget,
    start,
    stop,
    void,
    wait,
)

__all__ = [
    "ClockRow",
    "HoldRow",
    "LimitTerms",
    "MatterHistory",
    "Start",
    "acknowledge",
    "adopt_policy",
    "correct_history",
    "draft_limit",
    "end_limit",
    "end_matter",
    "end_policy",
    "fire_now",
    "install_calendars",
    "install_ladders",
    "install_presets",
    "move",
    "open_matter",
    "rebuild",
    "rebuild_all",
    "record_history",
    "reopen_matter",
    "reroot",
    "resume",
    "retarget",
    "revise_calendar",
    "save_ladder",
    "set_limit",
    "start",
    "stop",
    "stop_policy",
    "void",
    "void_all",
    "wait",
]
