"""The pages of the organisation: units, people, the choice of post."""
