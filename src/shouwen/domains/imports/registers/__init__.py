"""How the rows of a register by another system become matters, are brought up to date, and are taken back."""
