"""The pages of access: the door, the person's own page, roles."""
