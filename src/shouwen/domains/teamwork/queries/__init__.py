"""Questions about shared work; all take their scope and time as arguments."""

from shouwen.domains.teamwork.queries.looking import changed, last_entry
from shouwen.domains.teamwork.queries.presence import others

__all__ = ["changed", "last_entry", "others"]
