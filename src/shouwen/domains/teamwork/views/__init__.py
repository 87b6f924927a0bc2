"""What teamwork shows on the pages of a case, and its own pages."""

from shouwen.domains.teamwork.views.presence import here, live

__all__ = ["here", "live"]
