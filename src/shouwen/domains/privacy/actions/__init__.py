"""What is done about personal data: requests answered, what is old erased, what is needed held."""

from shouwen.domains.privacy.actions.adopting import adopt
from shouwen.domains.privacy.actions.holding import hold, lift
from shouwen.domains.privacy.actions.nightly import night, switch
from shouwen.domains.privacy.actions.proposing import decide, propose
from shouwen.domains.privacy.actions.requests import (
    answer,
    ask,
    ask_beside,
    hand_over,
    refuse,
    verify_person,
)
from shouwen.domains.privacy.actions.retaining import install_presets, run, run_batch, set_rule

__all__ = [
    "adopt",
    "answer",
    "ask",
    "ask_beside",
    "decide",
    "hand_over",
    "hold",
    "install_presets",
    "lift",
    "night",
    "propose",
    "refuse",
    "run",
    "run_batch",
    "set_rule",
    "switch",
    "verify_person",
]
