"""Everything one can do about appeals. Nothing else writes the tables of this app."""

from shouwen.domains.appeals.actions.appealing import LEAST, appeal, lapse, withdraw
from shouwen.domains.appeals.actions.deciding import decide
from shouwen.domains.appeals.actions.presenting import present
from shouwen.domains.appeals.actions.ruling import set_terms

__all__ = ["LEAST", "appeal", "decide", "lapse", "present", "set_terms", "withdraw"]
