"""The list on the page: its table, conditions, pills, saved views and files."""
