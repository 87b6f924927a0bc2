"""Which cases a list has, and in which order."""
