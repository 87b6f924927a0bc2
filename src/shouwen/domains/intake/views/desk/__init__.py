"""The front desk (受理台), one page in rooms: what it shows, opening it, its parts, submitting, calls again."""
