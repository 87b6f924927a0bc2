"""The cases in JSON: one file a room, put together in ``web``."""
