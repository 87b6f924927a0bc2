"""What may be done to calendars, limits, clocks and holds."""

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
    install_presets,
    revise_calendar,
)
from shouwen.platform.clocks.actions.reclocking import Reclocked, reclock
from shouwen.platform.clocks.actions.upkeep import rebuild, reroot, stop_policy
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
    "MatterHistory",
    "Reclocked",
    "Start",
    "correct_history",
    "end_matter",
    "install_calendars",
    "install_presets",
    "move",
    "open_matter",
    "rebuild",
    "reclock",
    "record_history",
    "reopen_matter",
    "reroot",
    "resume",
    "retarget",
    "revise_calendar",
    "start",
    "stop",
    "stop_policy",
    "void",
    "void_all",
    "wait",
]
