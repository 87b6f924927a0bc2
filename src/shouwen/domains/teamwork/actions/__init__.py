"""Everything people do to a case together. Nothing else writes the tables of this app."""

from shouwen.domains.teamwork.actions.looking import be_there, look

__all__ = ["be_there", "look"]
