"""The pages of internal requests."""
