"""Questions about appeals; all take their scope and time as arguments."""

from shouwen.domains.appeals.queries.checks import verify
from shouwen.domains.appeals.queries.evidence import evidence, there
from shouwen.domains.appeals.queries.lines import Line, lines
from shouwen.domains.appeals.queries.standing import Contestable, contestable
from shouwen.domains.appeals.queries.terms import appeal_until, terms, working_days_after
from shouwen.domains.appeals.queries.waiting import (
    MOST,
    PAGE,
    TABS,
    counts,
    page,
    to_decide,
    upheld,
)

__all__ = [
    "MOST",
    "PAGE",
    "TABS",
    "Contestable",
    "Line",
    "appeal_until",
    "contestable",
    "counts",
    "evidence",
    "lines",
    "page",
    "terms",
    "there",
    "to_decide",
    "upheld",
    "verify",
    "working_days_after",
]
