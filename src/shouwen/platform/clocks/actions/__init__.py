"""What may be done to calendars, limits, clocks and holds."""

from shouwen.platform.clocks.actions.installing import (
    install_calendars,
    install_presets,
    revise_calendar,
)
from shouwen.platform.clocks.actions.verbs import (
    Start,
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
    "Start",
    "end_matter",
    "install_calendars",
    "install_presets",
    "move",
    "open_matter",
    "reopen_matter",
    "resume",
    "retarget",
    "revise_calendar",
    "start",
    "stop",
    "void",
    "wait",
]
