"""Questions about cases; all take their scope and time as arguments."""

from shouwen.domains.cases.queries.checks import verify
from shouwen.domains.cases.queries.standing import answered_late, in_hand
from shouwen.domains.cases.queries.terms import terms

__all__ = ["answered_late", "in_hand", "terms", "verify"]
