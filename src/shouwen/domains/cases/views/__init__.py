"""The page of one case and what is done on it."""
