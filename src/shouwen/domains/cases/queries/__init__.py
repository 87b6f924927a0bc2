"""Questions about cases; all take their scope and time as arguments."""

from shouwen.domains.cases.queries.terms import answered_late, terms

__all__ = ["answered_late", "terms"]
