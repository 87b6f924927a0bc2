"""Questions about cases; all take their scope and time as arguments."""

from shouwen.domains.cases.queries.terms import terms

__all__ = ["terms"]
