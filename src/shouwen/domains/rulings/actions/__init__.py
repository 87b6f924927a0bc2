"""Everything one can do about returned cases. Nothing else writes the table of this app."""

from shouwen.domains.rulings.actions.returning import ask_arbitration, lapse, send_back
from shouwen.domains.rulings.actions.ruling import arbitrate, rule

__all__ = ["arbitrate", "ask_arbitration", "lapse", "rule", "send_back"]
