"""Pages about personal data: requests, what is kept how long, what is held."""

from shouwen.domains.privacy.views.keeping import hold, lift, retention
from shouwen.domains.privacy.views.requests import answer, ask, package, requests, verify
from shouwen.domains.privacy.views.ruling import decide, propose, switch

__all__ = [
    "answer",
    "ask",
    "decide",
    "hold",
    "lift",
    "package",
    "propose",
    "requests",
    "retention",
    "switch",
    "verify",
]
