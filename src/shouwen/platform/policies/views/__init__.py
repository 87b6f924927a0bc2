"""The pages of limits and ladders."""
