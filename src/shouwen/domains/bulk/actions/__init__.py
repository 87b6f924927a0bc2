"""Everything one can do with runs. Nothing else writes the tables of this app."""

from shouwen.domains.bulk.actions.running import begin, carry_out
from shouwen.domains.bulk.actions.undoing import carry_back, undo

__all__ = ["begin", "carry_back", "carry_out", "undo"]
