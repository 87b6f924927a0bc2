"""What may be done to policies: install a table, change a rule, move the clocks that run."""

from shouwen.platform.policies.actions.changing import (
    Change,
    add_limit,
    change_limit,
    first_day,
    stop_limit,
)
from shouwen.platform.policies.actions.installing import complete, install, install_presets
from shouwen.platform.policies.actions.moving import Moved, move_open

__all__ = [
    "Change",
    "Moved",
    "add_limit",
    "change_limit",
    "complete",
    "first_day",
    "install",
    "install_presets",
    "move_open",
    "stop_limit",
]
