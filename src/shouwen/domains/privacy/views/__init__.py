"""Pages about personal data: requests, what is kept how long, what is held."""

from shouwen.domains.privacy.views.keeping import hold, lift, retention
from shouwen.domains.privacy.views.requests import answer, ask, package, requests, verify

__all__ = ["answer", "ask", "hold", "lift", "package", "requests", "retention", "verify"]
