"""Units and people enter by the same exchange as everything else: one row a unit, one row a person."""

from shouwen.platform.exchange.organisation.plans import MOST, Plan, needed, register
from shouwen.platform.exchange.organisation.results import Brought, brought
from shouwen.platform.exchange.organisation.shapes import SHAPES
from shouwen.platform.exchange.organisation.taking import Entrant, Register
from shouwen.platform.exchange.organisation.undoing import Undone, undo

__all__ = [
    "MOST", "SHAPES", "Brought", "Entrant", "Plan", "Register", "Undone", "brought", "needed", "register", "undo",
]  # fmt: skip
